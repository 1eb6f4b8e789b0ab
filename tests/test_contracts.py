"""The arrows between the packages, as pyproject.toml states them, are kept."""

from importlinter import cli


def test_every_import_contract_is_kept(capsys: object) -> None:
    assert cli.lint_imports(no_cache=True) == cli.EXIT_STATUS_SUCCESS
