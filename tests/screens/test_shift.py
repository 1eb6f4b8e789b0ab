"""The handover of a shift by keys: what is open, explained, signed by both leads; what the screen says of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from hotline.board_doc import Trouble
from hotline.codes import Role
from hotline.handover_doc import Handover, HandoverLine, HandoverRefusal, ItemKind, Signature
from local_cache.errors import CentreSaid
from local_cache.model import SeatStatus
from local_cache.news import StatusChanged
from screens.board import trouble_lines
from screens.parts.trouble import trouble_words
from screens.services import Go
from screens.shift import ShiftScreen
from wording import set_language

from .board_host import with_board
from .fake_handover import FakeHandover, red, silent
from .host import NARROW, NOON, WIDE, Host, paste, press, settled

MARKUP = "等配件 [/] \x1b[2J[red]"


def host(*, first: ShiftScreen | None = None) -> tuple[Host, FakeHandover]:
    """Return the journal of a lead with two red cases of one unit and a silent seat, and the centre that it asks."""
    app = Host(first or ShiftScreen())
    app.services.session = replace(app.seat.session(), operator_id="2001", name="赵刚", roles=frozenset({Role.LEAD}))
    app.seat.status = SeatStatus(line_up=True)
    centre = FakeHandover(app.clock)
    hour = app.clock() - timedelta(hours=1)
    centre.items = [red(1, hour), red(2, hour + timedelta(minutes=5)), silent("0007", hour)]
    app.seat.lead_board = centre
    return app, centre


def tick(app: Host, seconds: float) -> None:
    """Let time pass on the journal."""
    app.clock.forward(seconds)
    screen = app.screen_stack[1]
    assert isinstance(screen, ShiftScreen)
    screen.tick()


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.parametrize(
    ("language", "counts", "blocks", "explained"),
    [
        ("en", "2 red, 2 without explanation", "Cannot be signed: 2 red have no explanation", "2 explained"),
        ("zh", "红灯2件，其中2件未说明", "不能签字：有2件红灯未说明", "已说明2项"),
    ],
)
async def test_a_shift_is_explained_and_handed_over_by_two_leads_at_one_console(
    size: tuple[int, int], language: str, counts: str, blocks: str, explained: str
) -> None:
    set_language(language)
    app, centre = host()
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        assert counts in app.text
        assert blocks in app.text
        await press(pilot, "s")
        assert centre.acts == [], "a red without an explanation keeps the shift here"
        await press(pilot, "a", "1")
        await paste(pilot, MARKUP)
        await press(pilot, "enter")
        await settled(pilot)
        assert explained in app.text
        [(_, said)] = centre.acts
        assert said.words == MARKUP
        assert len(said.keys) == 2
        assert "[/]" in app.text
        assert app.seat.drafts("2001").result() == []
        await press(pilot, "s", "1")
        await settled(pilot)
        assert [act for act, _ in centre.acts] == ["explanations", "handed"]
        await press(pilot, "s")
        await press(pilot, *"2001", "enter", *"my-password", "enter")
        await settled(pilot)
        assert len(centre.acts) == 2, "nobody takes over from themselves"
        await press(pilot, *"2002", "enter", *"not-it", "enter")
        await settled(pilot)
        assert len(centre.acts) == 2
        assert "not-it" not in app.text
        await press(pilot, *"the-password", "enter")
        await settled(pilot)
        assert [act for act, _ in centre.acts][2:] == ["taken"]
        assert "周涛" in app.text


async def test_who_takes_over_may_sign_where_they_sit_too_and_nothing_that_is_pasted_is_cut() -> None:
    set_language("en")
    app, centre = host()
    centre.items = []
    centre.handed = Signature(by="2009", by_name="王芳", at=app.clock())
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "s")
        assert "Handed over by 王芳. Who takes over?" in app.text
        await press(pilot, "1")
        await settled(pilot)
        assert [act for act, _ in centre.acts] == ["taken"]
        assert "Handed over: 赵刚 has taken over the shift" in app.text
    app, centre = host()
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "e")
        await paste(pilot, "长" * 10_000)
        await press(pilot, "enter")
        assert "9500 characters too many: at most 500. Shorten it." in app.text
        assert centre.acts == []


async def test_without_a_line_the_journal_shows_its_age_and_nothing_is_signed_or_explained() -> None:
    set_language("en")
    app, centre = host()
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        centre.has_line = False
        app.seat.status = SeatStatus(line_up=False, line_since=app.clock())
        app.tell(StatusChanged(app.seat.status))
        tick(app, 33)
        await settled(pilot)
        assert "as of 14:32:00, 33 s ago, no line" in app.text
        assert "Nothing can be explained or signed: the centre is not reached" in app.text
        assert "0042-01-000000-1" in app.text
        await press(pilot, "s")
        assert "Not done: there is no line to the centre" in app.text
        await press(pilot, "e")
        assert len(app.screen_stack) == 2
        centre.has_line = True
        app.seat.status = SeatStatus(line_up=True, line_since=app.clock())
        app.tell(StatusChanged(app.seat.status))
        await settled(pilot)
        assert "no line" not in app.rows[1]


async def test_a_clock_that_is_set_back_or_forward_makes_nothing_old_or_new() -> None:
    set_language("en")
    app, centre = host()
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        for change in (-7200, 7200):
            before = len(centre.asked)
            centre.now = lambda: NOON
            tick(app, change)
            await settled(pilot)
            assert len(centre.asked) == before + 1, "it asks at once how things stand"
            assert "Cannot be signed: 2 red have no explanation" in app.text
            assert "as of 14:32:00" in app.rows[1]


async def test_what_another_lead_wrote_meanwhile_is_read_before_ones_own_words_are_taken() -> None:
    set_language("en")
    app, centre = host()
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "e")
        await paste(pilot, "mine")
        centre.refusal = CentreSaid("refused", code="explained_meanwhile")
        await press(pilot, "enter")
        await settled(pilot)
        assert "Another lead has explained this meanwhile" in app.text
        assert "mine" in app.text
        await press(pilot, "enter")
        await settled(pilot)
        assert [said.words for _, said in centre.acts] == ["mine"]


async def test_what_is_half_written_is_kept_and_gone_on_with() -> None:
    set_language("en")
    app, centre = host()
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        await press(pilot, "e")
        await paste(pilot, "half wr")
        await pilot.pause(0.5)
        await settled(pilot)
        kept = app.seat.drafts("2001").result()
        assert [(draft.act, draft.fields["content"]) for draft in kept] == [("explain", "half wr")]
    again, other = host()
    for draft in kept:
        again.seat.put_draft(draft)
    async with again.run_test(size=NARROW) as pilot:
        await settled(pilot)
        assert "Half written: Explain" in again.text
        await press(pilot, "e")
        await settled(pilot)
        assert "half wr" in again.text
        for _ in range(3):
            tick(again, 11)
            await settled(pilot)
        assert "as of 14:32:33" in again.rows[1], "the journal is read on behind the question"
        await press(pilot, "enter")
        await settled(pilot)
        assert [said.words for _, said in other.acts] == ["half wr"]
        assert again.seat.drafts("2001").result() == []
    assert centre.acts == []


async def test_journals_of_before_are_read_back_and_open_things_lead_to_their_case() -> None:
    set_language("en")
    app, centre = host()
    ends = app.clock() - timedelta(hours=8)
    handed, taken = (Signature(by=name, by_name=name, at=ends) for name in ("王芳", "周涛"))
    centre.signed = [
        HandoverLine(begins=ends - timedelta(hours=8), ends=ends, sub_centre="01", items=1, red=1, handed=handed,
                     taken=None),
    ]  # fmt: skip
    centre.of_before = Handover(
        begins=ends - timedelta(hours=8), ends=ends, sub_centre="01", now=ends, sign_from=ends, over=True,
        items=(red(9, ends - timedelta(hours=1)),), handed=handed, taken=taken,
    )  # fmt: skip
    async with app.run_test(size=WIDE) as pilot:
        await settled(pilot)
        await press(pilot, "o")
        await settled(pilot)
        assert "nobody" in app.text
        await press(pilot, "enter")
        await settled(pilot)
        assert "Both leads have signed: nothing of this changes any more" in app.text
        await press(pilot, "s", "e")
        assert centre.acts == []
        await press(pilot, "backspace", "backspace")
        await settled(pilot)
        assert "Cannot be signed" in app.text
        await press(pilot, "enter")
        assert [(go.place, go.case_id, go.words) for go in app.asked if isinstance(go, Go)] == [
            ("find", "00000000-0000-0000-0000-000000000001", "0042-01-000000-1")
        ]


async def test_what_comes_in_numbers_and_is_not_red_is_one_line_until_it_is_opened() -> None:
    set_language("en")
    app, centre = host()
    since = app.clock() - timedelta(minutes=30)
    due = [red(number, since).model_copy(update={"kind": ItemKind.CALL_BACK_DUE, "key": f"call_back_due:{number}"})
           for number in range(50, 250)]  # fmt: skip
    centre.items = [red(1, since), *due]
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        assert app.text.count("call-back on a case") == 1
        assert "200 of them" in app.text
        await press(pilot, "down", "enter")
        await settled(pilot)
        assert "0042-01-000005-1" in app.text
        await press(pilot, "down", "backspace", "end")
        await settled(pilot)
        assert "200 of them" in app.text
        await press(pilot, "e")
        await paste(pilot, "tomorrow")
        await press(pilot, "enter")
        await settled(pilot)
        [(_, said)] = centre.acts
        assert len(said.keys) == 200
        assert "all explained" in app.text


async def test_who_may_sign_for_no_sub_centre_is_told_so_and_an_empty_roster_is_named() -> None:
    set_language("en")
    app, centre = host()
    centre.places = ()
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        assert "You are on the roster of no sub-centre" in app.text
    app, centre = host()
    centre.items = []
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        assert "not signed; no lead of this sub-centre is on the roster" in app.text
        assert "nothing red" in app.text
        await press(pilot, "e")
        assert "Mark something that is open first" in app.text


async def test_a_board_calls_out_the_handover_of_its_own_sub_centre_and_enter_leads_to_the_journal() -> None:
    set_language("en")
    app, board = with_board(120, ("01", "02", "03"))
    board.troubles = tuple(
        Trouble(kind="handover_due", since=app.clock() - timedelta(minutes=5), words=code) for code in ("01", "02")
    )
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        assert app.text.count("shift to be handed over") == 1
        await press(pilot, "tab", "enter", "j")
        assert [(go.place, go.words) for go in app.asked if isinstance(go, Go)] == [("shift", "02"), ("shift", "")]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_refusal_has_words_of_its_own_and_the_board_names_a_handover(language: str) -> None:
    set_language(language)
    said = [trouble_words(CentreSaid("refused", code=code.value)) for code in HandoverRefusal]
    assert len({*said}) == len(HandoverRefusal)
    assert trouble_lines.trouble_words("handover_due") != "handover_due"
