"""Maps rows of MyLA311 (open data of the city of Los Angeles) to intakes: real demands for a hotline.

The data names no caller, so that every case is anonymous. Its own classes and places are laid onto those of a city
pack: known request types onto the class that means the same, places by a draw from the neighbourhood's name that
comes out alike every time. Times are of Los Angeles and become UTC.
"""

import csv
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hotline.codes import CaseType, Channel
from hotline.intake_rules import CONTENT_LIMIT, LINE_LIMIT, TITLE_LIMIT
from hotline.work_order import Intake

_ZONE = ZoneInfo("America/Los_Angeles")
_TIME = "%m/%d/%y %H:%M"

COLUMNS = (
    "srnumber", "requesttype", "status", "createddate", "closeddate", "requestsource", "owner", "assignto",
    "address", "cd", "ncname",
)  # fmt: skip
"""Columns that a file must have."""

_OWNERS = ("BOS", "OCB", "ITA", "BSL", "LASAN", "BSS", "LADWP")
_CLASSES = {
    "Bulky Items": "030201",
    "Metal/Household Appliances": "030201",
    "Electronic Waste": "030205",
    "Illegal Dumping Pickup": "030204",
    "Graffiti Removal": "030103",
    "Homeless Encampment": "100103",
    "Dead Animal Removal": "050502",
    "Single Streetlight Issue": "030302",
    "Multiple Streetlight Issue": "030302",
    "Report Water Waste": "010104",
    "Other": "030202",
}
_CHANNELS = {
    "Call": Channel.PHONE,
    "Mobile App": Channel.APP,
    "Driver Self Report": Channel.APP,
    "Self Service": Channel.WEB,
    "Email": Channel.EMAIL,
    "Letter": Channel.WALK_IN,
    "Council's Office": Channel.LEADER,
}


class La311Error(ValueError):
    """A file or a row that is not MyLA311: the columns that are missing, or the one of `request` that is no time."""

    def __init__(self, columns: Sequence[str], request: str = "") -> None:
        place = f"request {request}" if request else "line 1"
        super().__init__(f"{place}: {', '.join(columns)}")
        self.columns = tuple(columns)
        self.request = request


@dataclass(frozen=True, slots=True)
class La311Case:
    """One row: its own number, what was taken down, when (aware, UTC), who had it, and how it ended.

    `closed_at` is None while it is open; `status` is what the row calls its end.
    """

    outside_no: str
    intake: Intake
    created_at: datetime
    owner: str
    status: str
    closed_at: datetime | None

    @property
    def cancelled(self) -> bool:
        """Say whether whoever asked for it did so no more."""
        return self.status == "Cancelled"


def read_rows(lines: Iterable[str]) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file. Raises `La311Error` when columns are missing."""
    reader = csv.DictReader(lines)
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise La311Error(missing)
    for row in reader:
        yield {name: value or "" for name, value in row.items() if name is not None}


def case_of_row(row: Mapping[str, str], class_codes: Sequence[str], area_codes: Sequence[str]) -> La311Case:
    """Return the case of one row, laid onto these leaf classes and areas of a pack.

    The same row and codes give the same case. Raises `La311Error` for times that cannot be read.
    """
    kind, place = row["requesttype"], row["ncname"] or row["cd"]
    known = _CLASSES.get(kind, "")
    says = (
        f"{kind} at {row['address']}.",
        f"Neighborhood council: {row['ncname']}. Council district: {row['cd']}.",
        f"Owner: {row['owner']}, assigned to: {row['assignto']}, status: {row['status']}.",
    )
    intake = Intake(
        case_type=CaseType.HELP,
        class_code=known if known in class_codes else _drawn(kind, class_codes),
        title=f"{kind}, {row['address']}"[:TITLE_LIMIT],
        content="\n".join(says)[:CONTENT_LIMIT],
        area_code=_drawn(place, area_codes),
        address_text=row["address"][:LINE_LIMIT],
        anonymous=True,
        channel=_CHANNELS.get(row["requestsource"], Channel.PHONE),
        outside_no=row["srnumber"],
    )
    return La311Case(
        row["srnumber"],
        intake,
        _moment(row, "createddate"),
        row["owner"],
        row["status"],
        _moment(row, "closeddate") if row["closeddate"] else None,
    )


def unit_of(owner: str, unit_codes: Sequence[str]) -> str:
    """Return the unit of a pack that stands for an owner: for each owner of the file of January 2020 another one."""
    return unit_codes[_OWNERS.index(owner) % len(unit_codes)] if owner in _OWNERS else _drawn(owner, unit_codes)


def _drawn(name: str, codes: Sequence[str]) -> str:
    return codes[int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) % len(codes)]


def _moment(row: Mapping[str, str], column: str) -> datetime:
    try:
        return datetime.strptime(row[column], _TIME).replace(tzinfo=_ZONE).astimezone(UTC)
    except ValueError as error:
        raise La311Error([column], row["srnumber"]) from error
