"""Rows of MyLA311 become intakes of a hotline, the same ones every time."""

from datetime import UTC, datetime

import pytest

from hotline.codes import Channel
from hotline.la311 import La311Error, case_of_row, read_rows

HEAD = "srnumber,requesttype,status,createddate,closeddate,requestsource,owner,assignto,address,cd,ncname"
LIGHT = '1-1,Single Streetlight Issue,Closed,1/2/20 13:40,,Call,BSL,NC,"100 W MAIN ST, 90012",14,DOWNTOWN'
CLASSES = ["010101", "030302"]
AREAS = ["130203", "130204", "130205"]


def _row(line: str = LIGHT) -> dict[str, str]:
    return next(read_rows([HEAD, line]))


def test_a_row_becomes_an_anonymous_intake_at_its_own_time() -> None:
    case = case_of_row(_row(), CLASSES, AREAS)
    assert case.intake.class_code == "030302"
    assert case.intake.area_code in AREAS
    assert case.intake.anonymous
    assert case.intake.channel is Channel.PHONE
    assert case.outside_no == case.intake.outside_no == "1-1"
    assert case.intake.address_text == "100 W MAIN ST, 90012"
    assert case.created_at == datetime(2020, 1, 2, 21, 40, tzinfo=UTC)


def test_a_row_says_who_had_it_and_when_it_ended() -> None:
    open_one = case_of_row(_row(), CLASSES, AREAS)
    assert (open_one.owner, open_one.status, open_one.closed_at, open_one.cancelled) == ("BSL", "Closed", None, False)
    ended = LIGHT.replace("Closed,1/2/20 13:40,", "Cancelled,1/2/20 13:40,7/2/20 9:06")
    case = case_of_row(_row(ended), CLASSES, AREAS)
    assert (case.closed_at, case.cancelled) == (datetime(2020, 7, 2, 16, 6, tzinfo=UTC), True)  # of summer time


def test_the_same_row_gives_the_same_case() -> None:
    assert case_of_row(_row(), CLASSES, AREAS) == case_of_row(_row(), CLASSES, AREAS)


def test_a_type_without_a_class_of_its_own_is_laid_onto_one_of_the_pack() -> None:
    odd = _row(LIGHT.replace("Single Streetlight Issue", "Feedback"))
    assert case_of_row(odd, CLASSES, AREAS).intake.class_code in CLASSES


def test_what_is_not_my_la311_is_named() -> None:
    with pytest.raises(La311Error, match="srnumber"):
        next(read_rows(["a,b", "1,2"]))
    with pytest.raises(La311Error, match="request 1-1: createddate"):
        case_of_row(_row(LIGHT.replace("1/2/20 13:40", "yesterday")), CLASSES, AREAS)
