"""On 80 columns nothing runs into its neighbour, nothing is cut, and the operator stays on the top line."""

from dataclasses import replace
from datetime import timedelta

import pytest
from rich.cells import set_cell_size

from hotline.codes import State
from local_cache.news import StatusChanged
from screens.desk.screen import DeskScreen
from screens.find import FindScreen
from screens.help import FIELD_KEYS, FORM_KEYS, HelpScreen
from screens.parts.amend import NOTHING_WRONG
from screens.parts.ask import Choose, Option
from screens.parts.reason_form import reason_form
from widgets.commands import COMMANDS, DESK, LOCK, SIGN_IN, is_at
from widgets.keymap import key_words
from wording import set_language, tr

from .cases import a_case
from .host import NARROW, NOON, WIDE, Host, paste, press, until

LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])
SIZES = pytest.mark.parametrize("size", [NARROW, WIDE])


@LANGUAGES
async def test_a_long_name_or_number_keeps_off_the_label_at_its_right(language: str) -> None:
    set_language(language)
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await paste(pilot, "0315-1234567-0315-1234567-0315-1234567")
        assert f" 2 {tr('Anonymous')}" in app.rows[4]
        await press(pilot, "ctrl+g", "8")
        await paste(pilot, "欧阳" * 20)
        assert f" 9 {tr('Address')}" in app.rows[8]
        await press(pilot, "enter")
        assert f".. 9 {tr('Address')}" in app.rows[8].replace("..  9", ".. 9")


@LANGUAGES
@SIZES
async def test_what_is_wrong_stands_in_one_column_and_is_not_cut(language: str, size: tuple[int, int]) -> None:
    set_language(language)
    app = Host(DeskScreen())
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await press(pilot, "ctrl+s")
        left = [
            set_cell_size(row, size[0] - 40 * (size == WIDE)) for row in app.rows
        ]  # the pane of a wide desk stands beside it
        wrong = [row for row in left[4:] if row.lstrip().startswith("! ") and not row.startswith(" !")]
        assert len(wrong) == 5
        assert {row.index("!") for row in wrong} == {14}
        below = left[left.index(wrong[0]) :]
        said = " ".join(row.strip() for row in below[: below.index(wrong[1]) - 1])
        assert said.replace("! ", "").replace(" ", "") == tr("Type a number, or set anonymous").replace(" ", "")


@LANGUAGES
async def test_the_operator_stays_on_the_top_line_while_cases_are_unsent(language: str) -> None:
    set_language(language)
    app = Host(DeskScreen())
    since = NOON - timedelta(minutes=12)
    app.seat.status = replace(
        app.seat.status, line_up=False, line_since=since, unsent=14, oldest_unsent_at=since, needs_you=1
    )
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        app.ring()
        await press(pilot, "enter")
        for words in ("王敏 1042", "00:00", tr("needs you {count}").format(count=1)):
            assert words in app.rows[0]
        app.seat.status = replace(app.seat.status, line_up=True, oldest_unsent_at=NOON, unsent=3)
        app.tell(StatusChanged(app.seat.status))
        await until(pilot, lambda: tr("seat {seat}").format(seat="0042") in app.rows[0])


@LANGUAGES
async def test_alerts_that_are_unread_stay_on_the_top_line_while_the_lead_types_and_their_key_below(
    language: str,
) -> None:
    set_language(language)
    app = Host(DeskScreen())
    app.seat.status = replace(app.seat.status, line_up=True, unsent=3, alerts_wait=1, alerts_unread=2)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await press(pilot, "x")
        assert "王敏 1042" in app.rows[0]
        for words in (tr("waits at the centre {count}").format(count=1), tr("alerts {count}").format(count=2)):
            assert words in app.rows[0]
        assert "Ctrl+Y" in app.rows[-1]
        app.seat.status = replace(app.seat.status, alerts_unread=0)
        app.tell(StatusChanged(app.seat.status))
        await until(pilot, lambda: tr("alerts {count}").format(count=2) not in app.rows[0])


@LANGUAGES
async def test_the_help_cuts_no_explanation(language: str) -> None:
    set_language(language)
    app = Host(HelpScreen(DESK))
    async with app.run_test(size=(80, 240)) as pilot:
        await pilot.pause()
        assert ".." not in app.text
        said = "".join(row[len(set_cell_size(row, 44)) :] for row in app.rows).replace(" ", "")
        words = [tr(each.help) for each in COMMANDS if is_at(each, "")]
        words += [tr(does) for _, does in (*FIELD_KEYS, *FORM_KEYS)]
        assert [each for each in words if each.replace(" ", "") not in said] == []


@LANGUAGES
@pytest.mark.parametrize("place", [SIGN_IN, LOCK])
async def test_the_help_of_a_seat_where_nobody_works_lists_only_what_works_there(language: str, place: str) -> None:
    set_language(language)
    app = Host(HelpScreen(place), signed_in=False)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        listed = [row[2:26].strip() for row in app.rows[2:-2] if row[2:26].strip()]
        own = ["Ctrl+O"] if place == LOCK else ["Ctrl+P"]
        assert listed == ["F1", "Ctrl+E", "Ctrl+Q", *own, *(tr(key) for key, _ in FIELD_KEYS)]
        work = {each.keys[0] for each in COMMANDS if each.without_session} | {"escape", "f12"}
        others = (each for each in COMMANDS if not each.on_list and each.keys[0] not in work)
        assert not any(key_words(each.keys[0]) in app.text for each in others)


async def test_a_case_that_goes_on_below_says_so() -> None:
    set_language("en")
    app = Host(FindScreen())
    app.seat.put_order(a_case(state=State.HANDLING, content="昨晚八点起全楼停水。" * 40))
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "more rows" in app.text)
        await press(pilot, "enter", "down", "enter")
        pane = app.screen.query_one("#case").region
        below = int(app.rows[pane.bottom - 1].split()[0])
        await press(pilot, "down")
        assert app.rows[pane.bottom - 1].strip() == f"{below - 1} more rows"
        await press(pilot, "end")
        assert "more rows" not in app.text
        assert app.rows[pane.bottom - 1].strip()


@pytest.mark.parametrize("says", ["", "Lawful route: " + "go to the court " * 9])
async def test_the_marked_choice_is_read_whole_where_its_row_is_cut(says: str) -> None:
    set_language("en")
    long = "No matter of the hotline: " + "before a court, " * 4 + "a matter for a court"
    options = [Option("a", "short", says), Option("b", long, says)]
    app = Host(Choose(lambda: "Why?", lambda: options, enter="Choose one"))
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "2")
        await until(pilot, lambda: "a matter for a court" in app.text)
        assert not says or "Lawful route" in app.text


async def test_the_heading_of_a_question_is_read_to_its_end_where_a_unit_has_a_long_name() -> None:
    set_language("en")
    app = Host(FindScreen())
    words = "0106-01-000001-6  Propose Luanzhou Agriculture and Rural Affairs Bureau for the exposure list: why?"
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await app.push_screen(reason_form(lambda: words, None, NOTHING_WRONG, needed=True))
        await pilot.pause()
        assert " ".join(words.split()) in " ".join(app.text.split())
