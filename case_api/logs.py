"""Logs: one JSON object a line on standard error, with nothing in it of what a request held.

Addresses of requests are not logged, only the pattern of their route; messages of exceptions are not logged either.
"""

import logging
import sys

import structlog
from structlog.typing import Processor

from case_api.settings import SettingsError
from wording import tr


def set_up_logs(level: str) -> None:
    """Send the program's logs and its libraries' warnings to standard error. Raises `SettingsError` for no level."""
    number = logging.getLevelNamesMapping().get(level.upper())
    if number is None:
        words = tr("there is no log level {level}; levels are {levels}")
        raise SettingsError(words.format(level=level, levels="debug, info, warning, error"))
    shared: list[Processor] = [
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.add_log_level,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(ensure_ascii=False)],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            foreign_pre_chain=shared,
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
