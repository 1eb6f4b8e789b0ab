"""How commands and the arguments that several of them share are added to the parser."""

import argparse
from pathlib import Path
from typing import TypeAlias

from wording import tr
from wording.arguments import Parser

Commands: TypeAlias = "argparse._SubParsersAction[Parser]"


def group(commands: Commands, name: str, words: str) -> Commands:
    """Add a command that has commands of its own; return those."""
    parser = commands.add_parser(name, help=words, description=words)
    return parser.add_commands()


def command(commands: Commands, name: str, words: str, run: str) -> Parser:
    """Add a command; `run` names module and function below `case_api.commands`."""
    parser = commands.add_parser(name, help=words, description=words)
    parser.set_defaults(run=f"case_api.commands.{run}")
    return parser


def add_roles(parser: Parser) -> None:
    """Let a command take the roles of a person."""
    parser.add_argument(
        "--role", action="append", required=True, dest="roles", metavar="ROLE",
        help=tr("operator, lead, dispatcher, callback, admin …; may be given again"),
    )  # fmt: skip


def add_places(parser: Parser) -> None:
    """Let a command take the rosters on which a person stands."""
    parser.add_argument(
        "--seat", action="append", default=[], dest="seats", metavar="SEAT",
        help=tr("may work at this seat; without --seat and --sub-centre at every seat"),
    )  # fmt: skip
    parser.add_argument(
        "--sub-centre", action="append", default=[], dest="sub_centres", metavar="CODE",
        help=tr("may work at every seat of this sub-centre"),
    )  # fmt: skip


def add_password(parser: Parser) -> None:
    """Let a command take a password from a file."""
    parser.add_argument(
        "--password-file", type=Path, metavar="FILE",
        help=tr("file with the password, - for standard input; else it is asked for"),
    )  # fmt: skip
