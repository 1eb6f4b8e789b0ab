"""The forms in which a whole report is given over HTTP."""

from collections.abc import Callable

from case_api.reports.as_html import as_html
from case_api.reports.as_text import as_text
from case_api.reports.as_xlsx import as_xlsx
from case_api.reports.sections import Written

FORMS: dict[str, Callable[[Written], str | bytes]] = {"text": as_text, "html": as_html, "xlsx": as_xlsx}
MEDIA_TYPES = {
    "text": "text/plain",
    "html": "text/html",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
