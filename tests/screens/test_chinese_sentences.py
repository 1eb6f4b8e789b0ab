"""Sentences that are put together from words have the marks of their language."""

from datetime import UTC, timedelta

import pytest

from hotline.case_doc import CaseDoc
from hotline.codes import SET_ASIDE, State, SyncState
from local_cache.model import CaseView
from screens.desk.refusal import refusal_options
from screens.desk.screen import DeskScreen
from screens.parts.case_pane import case_rows
from screens.parts.read_aloud import read_aloud
from wording import set_language

from .cases import a_case
from .host import NARROW, NOON, Host, press, until
from .small_city import small_city


async def test_a_chinese_sentence_put_together_has_chinese_colons() -> None:
    app = Host(DeskScreen())
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: " ! " in app.text)
        complaint = [row for row in app.rows if " ! " in row][-1]
        assert "：" in complaint
        assert ": " not in complaint
    labels = [each.label for each in refusal_options(small_city())]
    assert labels
    assert all("：" in each and ": " not in each for each in labels)


@pytest.mark.parametrize(
    ("state", "at_centre", "chinese", "english"),
    [
        (State.TO_DISPATCH, True, "正在派给承办单位。派单后", "in charge. A reply comes"),
        (State.TO_DISPATCH, False, "再派给承办单位。派单后", "in charge. A reply comes"),
        (State.HANDLING, True, "。反馈期限", ". Feedback is due"),
        (State.CLOSED, False, "。尚未传到中心。", ". The centre does not have it yet."),
    ],
)
def test_chinese_sentences_follow_each_other_without_a_blank(
    state: State, at_centre: bool, chinese: str, english: str
) -> None:
    doc = CaseDoc(order=a_case(state=state, feedback_due=NOON + timedelta(days=5)))
    for language, joined in (("zh", chinese), ("en", english)):
        set_language(language)
        assert joined in "\n".join(read_aloud(doc, small_city(), NOON, UTC, at_centre=at_centre))


@pytest.mark.parametrize("aside", sorted(SET_ASIDE))
def test_a_case_that_is_set_aside_promises_nothing_that_the_centre_has_not_taken_up(aside: SyncState) -> None:
    doc = CaseDoc(order=a_case(state=State.TO_DISPATCH))
    for language, counts, dispatcher in (("zh", "尚未生效", "派单"), ("en", "does not count yet", "ispatch")):
        set_language(language)
        view = CaseView(doc, aside, at_centre=False)
        rows = case_rows(view, small_city(), NOON, UTC, 80, {})
        text = "\n".join("".join(words for words, _ in row) for row in rows)
        assert text.count(counts) >= 2  # on the line of the case, and where it says who has it
        told = text[text.index("现在：" if language == "zh" else "With:") :]
        assert dispatcher not in told.split("\n\n")[0]
