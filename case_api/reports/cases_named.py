"""Which cases stand behind the numbers of a written report: named where they are few, else how to list them."""

from collections.abc import Sequence

from case_api.reports.whole import FEW, NAMED_COUNTS, Report
from hotline.behind import NONE
from hotline.counts import COUNT_NAMES, Count
from hotline.order_number import grouped
from hotline.report_doc import RatesLine
from wording import listed, tr, trn


def cases_to_look_at(report: Report, line: RatesLine, program: str) -> str:
    """Return which cases of a unit are to be looked at, by what is wrong with them."""
    parts = (
        tr("{count}: {cases}").format(
            count=tr(COUNT_NAMES[count]),
            cases=cases_listed(report, count, line.key, getattr(line.raw, count.value), program),
        )
        for count in NAMED_COUNTS
        if getattr(line.raw, count.value)
    )
    return tr("; ").join(parts)


def cases_listed(report: Report, count: Count, unit: str, times: int, program: str) -> str:
    """Return the numbers of the cases behind a number, or where they are many the command that lists them."""
    if not times:
        return ""
    numbers = report.numbers.get((count, unit))
    if numbers is not None:
        return few_cases(numbers)
    period = report.period
    how = f"{program} report cases {period.since} {period.until} --what {count.value} --unit {unit or NONE}"
    words = trn("{times} case, listed by: {command}", "{times} cases, listed by: {command}", times)
    return words.format(times=times, command=how)


def few_cases(numbers: Sequence[str]) -> str:
    """Return the first numbers of cases, and how many more there are."""
    shown = listed(map(grouped, numbers[:FEW]))
    if len(numbers) <= FEW:
        return shown
    return tr("{cases} and {more} more").format(cases=shown, more=len(numbers) - FEW)
