"""A report as an Excel workbook: a sheet for each section, its numbers as numbers, and a chart of what is drawn."""

from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from case_api.reports.sections import Column, Kind, Section, Written, shown
from wording import tr

_PERCENT = 100
_DRAWN_ROWS = 20
_LONGEST_NAME = 31
_WIDE, _NARROW = 34, 13
_FORMATS = {Kind.COUNT: "#,##0", Kind.SHARE: "0.00%", Kind.POINTS: "+0.00;-0.00;0.00", Kind.MORE: "+#,##0;-#,##0;0"}


def as_xlsx(report: Written) -> bytes:
    """Return the workbook."""
    book = BytesIO()
    write_xlsx(report, book)
    return book.getvalue()


def write_xlsx(report: Written, file: Path | BytesIO) -> None:
    """Write the workbook. Words of people are never taken for formulas or links. Raises `OSError`."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    try:
        with xlsxwriter.Workbook(file if isinstance(file, BytesIO) else str(file), options) as book:
            book.set_properties({"title": report.title})
            for section in report.sections:
                _sheet(book, report, section)
    except xlsxwriter.exceptions.FileCreateError as error:
        raise error.args[0] if error.args and isinstance(error.args[0], OSError) else OSError(str(error)) from error


def _sheet(book: Any, report: Written, section: Section) -> None:
    sheet = book.add_worksheet(section.title[:_LONGEST_NAME])
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    bold, head = book.add_format({"bold": True}), book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    sheet.write_string(0, 0, f"{report.title} · {section.title}", bold)
    words = (*report.words, *section.words, *(() if section.rows else (section.empty,)))
    for place, text in enumerate(words, 1):
        sheet.write_string(place, 0, text)
    if not section.rows:
        return
    top = len(words) + 2
    formats = {kind: book.add_format({"num_format": text}) for kind, text in _FORMATS.items()}
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for place, column in enumerate(section.columns):
        wide = _WIDE if column.kind is Kind.WORDS else _NARROW
        sheet.set_column(place, place, wide)
        sheet.write_string(top, place, column.title, head)
        for line, row in enumerate(section.rows, top + 1):
            cell = row[place]
            if isinstance(cell, int | float):
                number = cell * _PERCENT if column.kind is Kind.POINTS else cell
                sheet.write_number(line, place, number, formats.get(column.kind))
            else:
                sheet.write_string(line, place, shown(cell, column.kind), wrapped)
    sheet.freeze_panes(top + 1, 1)
    sheet.repeat_rows(top)
    drawn = [(place, column) for place, column in enumerate(section.columns) if column.drawn]
    if drawn:
        chart = _chart(book, sheet.get_name(), section, drawn, top)
        sheet.insert_chart(top + len(section.rows) + 2, 0, chart)


def _chart(book: Any, sheet: str, section: Section, drawn: list[tuple[int, Column]], top: int) -> Any:
    chart = book.add_chart({"type": "bar"})
    last = top + min(len(section.rows), _DRAWN_ROWS)
    for place, column in drawn:
        chart.add_series({
            "name": column.title,
            "categories": [sheet, top + 1, 0, last, 0],
            "values": [sheet, top + 1, place, last, place],
            "data_labels": {"value": len(drawn) == 1},
        })  # fmt: skip
    chart.set_title({"name": section.title})
    chart.set_y_axis({"reverse": True})
    axis: dict[str, Any] = {"min": 0, "num_format": _FORMATS[drawn[0][1].kind]}
    if drawn[0][1].kind is Kind.SHARE:
        axis["max"] = 1
    chart.set_x_axis(axis)
    chart.set_size({"width": 960, "height": 140 + 22 * (last - top) * len(drawn)})
    chart.set_legend({"position": "bottom"})
    if len(section.rows) > _DRAWN_ROWS:
        chart.set_title({"name": tr("{title}: the first {count}").format(title=section.title, count=_DRAWN_ROWS)})
    return chart
