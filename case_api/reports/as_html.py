"""A report as one HTML page to be printed: nothing in it points anywhere, its charts are drawn inside."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from case_api.reports.bars import bars_of
from case_api.reports.sections import Kind, Written, shown
from hotline.texts import visible
from wording import language, tr


def as_html(report: Written) -> str:
    """Return the page; whatever people wrote shows as itself."""
    return visible(
        _template().render(
            report=report,
            language="zh-CN" if language() == "zh" else "en",
            bars_of=bars_of,
            shown=shown,
            is_words=lambda column: column.kind is Kind.WORDS,
            left_out=lambda count: tr("{count} more stand in the table alone").format(count=count),
        )
    )


@cache
def _template() -> Template:
    folder = FileSystemLoader(Path(__file__).parent)
    pages = Environment(loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return pages.get_template("report.html.j2")
