"""A parser of command lines that speaks the language of the program.

`argparse` asks `gettext` for its own words by the system's locale, where nobody has Chinese for them; here `tr`.
"""

import argparse
import re
import sys
from typing import Any, NoReturn

from wording import listed, mark, tr

SAID_BY_ARGPARSE = (
    mark("usage: "),
    mark("options"),
    mark("positional arguments"),
    mark("show this help message and exit"),
    mark("%(prog)s: error: %(message)s\n"),
    mark("argument %(argument_name)s: %(message)s"),
    mark("the following arguments are required: %s"),
    mark("unrecognized arguments: %s"),
    mark("expected one argument"),
    mark("expected at most one argument"),
    mark("expected at least one argument"),
    mark("ignored explicit argument %r"),
    mark("not allowed with argument %s"),
    mark("ambiguous option: %(option)s could match %(matches)s"),
    mark("invalid %(type)s value: %(value)r"),
    mark("invalid choice: %(value)r (choose from %(choices)s)"),
)
"""What a command line of ours can make argparse say; what a later Python words otherwise stays English."""

_CHINESE_HEAD = re.compile(r"(?<=[\u4e00-\u9fff]):$", re.MULTILINE)
"""argparse puts the colon behind a section's head itself."""

setattr(argparse, "_", tr)  # noqa: B010 - the module's own name for gettext, which no interface reaches


class _HelpFormatter(argparse.RawDescriptionHelpFormatter):
    """Lists commands without a line of its own for their placeholder."""

    def _format_action(self, action: argparse.Action) -> str:
        words = super()._format_action(action)
        return words.partition("\n")[2] if isinstance(action, argparse._SubParsersAction) else words


class _TellVersion(argparse.Action):
    """Prints the version of what is installed, which is asked for only then, and exits."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from importlib.metadata import version

        print(f"{parser.prog} {version('seat-console')}")
        parser.exit()


class Parser(argparse.ArgumentParser):
    """An `ArgumentParser` whose mistakes end with what to ask next. Its commands are parsers of the same kind."""

    def __init__(self, **words: Any) -> None:
        """`words` are those of `argparse.ArgumentParser`."""
        super().__init__(formatter_class=_HelpFormatter, **words)

    def add_commands(self) -> "argparse._SubParsersAction[Parser]":
        """Let the parser have commands, one of which must be given."""
        return self.add_subparsers(title=tr("commands"), metavar=tr("COMMAND"), required=True)

    def add_version(self) -> None:
        """Let `--version` print the version."""
        self.add_argument("--version", action=_TellVersion, nargs=0, help=tr("print the version and exit"))

    def format_help(self) -> str:
        """Return the help, with the heads of its sections as their language writes them."""
        return _CHINESE_HEAD.sub("：", super().format_help())

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Name a command that there is not as a command, not as an argument that has no such value."""
        if isinstance(action, argparse._SubParsersAction) and value not in action.choices:
            self.error(tr("there is no command {name}").format(name=value))
        super()._check_value(action, value)

    def error(self, message: str) -> NoReturn:
        """Print usage, mistake and the commands there are, and exit with 2."""
        self.print_usage(sys.stderr)
        print(tr("%(prog)s: error: %(message)s\n") % {"prog": self.prog, "message": message}, end="", file=sys.stderr)
        commands = [name for action in self._actions if isinstance(action, argparse._SubParsersAction)
                    for name in action.choices]  # fmt: skip
        if commands and repr(commands[0]) not in message:
            print(tr("commands here: {names}").format(names=listed(commands)), file=sys.stderr)
        self.exit(2, tr("for help: {command}").format(command=f"{self.prog} --help") + "\n")
