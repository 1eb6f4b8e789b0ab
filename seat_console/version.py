"""The version of this program, as it was installed."""


def version() -> str:
    """Return the version of this program, as the centre notes it for each seat."""
    from importlib.metadata import version as installed

    return installed("seat-console")
