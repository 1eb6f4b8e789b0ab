"""Faults planted in the rulebook, each of which the random walk must find: a test of the test."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from hotline import (
    calling_back,
    dispatching,
    effects,
    following_up,
    handling,
    merging,
    overseeing,
    queues,
    redoing,
    rulebook,
    running_clocks,
    worker_acts,
)
from hotline.codes import CloseReason, Light, State
from hotline.command_table import COMMANDS
from hotline.outcome import Applied
from hotline.running_clocks import extended, resumed, run_again
from tests.hotline.random_walk import played_again, walk
from tests.hotline.told_by_events import must_agree

Plant = Callable[[pytest.MonkeyPatch], None]
PLANTED: dict[str, Plant] = {}


def planted(plant: Plant) -> Plant:
    PLANTED[plant.__name__] = plant
    return plant


def row_changed(patch: pytest.MonkeyPatch, op: str, **changes: Any) -> None:
    patch.setitem(rulebook.COMMANDS, op, replace(COMMANDS[op], **changes))


def after(patch: pytest.MonkeyPatch, command: type, change: Callable[[Applied, Any], Applied]) -> None:
    """Let every accepted command of a kind be changed afterwards, by the order as it was."""
    apply = rulebook._APPLY[command]

    def wrong(order: Any, given: Any, context: Any) -> Any:
        outcome = apply(order, given, context)
        return change(outcome, order) if isinstance(outcome, Applied) else outcome

    patch.setitem(rulebook._APPLY, command, wrong)


def with_order(outcome: Applied, **changes: Any) -> Applied:
    assert outcome.order is not None
    return replace(outcome, order=outcome.order.model_copy(update=changes))


@planted
def a_call_back_forgets_what_was_said_of_the_unit(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(calling_back, "asks_about_unit", lambda _order, _parent: False)


@planted
def signing_forgets_to_stop_its_clock(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(handling, "stopped", lambda clocks, events, at: clocks)


@planted
def dispatch_forgets_to_stop_the_clock_that_led_to_it(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(dispatching, "stopped", lambda clocks, events, at: clocks)


@planted
def handling_starts_at_signing(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(dispatching, "started", lambda order, event, context, **_: order.clocks)


@planted
def a_redo_does_not_start_its_clock(patch: pytest.MonkeyPatch) -> None:
    started = redoing.started
    without = lambda order, event, context, **how: (  # noqa: E731
        order.clocks if event == "redo" else started(order, event, context, **how)
    )
    patch.setattr(redoing, "started", without)


@planted
def a_redo_leaves_the_old_clocks_running(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(redoing, "all_stopped", lambda clocks, at: clocks)


@planted
def a_reply_sent_back_starts_the_clock_anew(patch: pytest.MonkeyPatch) -> None:
    def anew(clocks: Any, event: str, context: Any) -> Any:
        again = run_again(clocks, event, context)
        return tuple(
            one if one is other else one.model_copy(update={"due_at": one.due_at + (context.at - one.started_at)})
            for one, other in zip(again, clocks, strict=True)
        )

    patch.setattr(dispatching, "run_again", anew)


@planted
def a_hold_does_not_move_what_is_due(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        overseeing,
        "resumed",
        lambda clocks, context: tuple(
            now if now is was else now.model_copy(update={"due_at": was.due_at})
            for was, now in zip(clocks, resumed(clocks, context), strict=True)
        ),
    )


@planted
def an_extension_has_no_bound(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(overseeing, "extended", lambda clocks, days, context: extended(clocks, days + 30, context))


@planted
def a_withdrawn_case_keeps_its_clocks(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(following_up, "all_stopped", lambda clocks, at: clocks)


@planted
def nobody_is_told_of_clocks(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(effects, "told", lambda before, after: [])


@planted
def a_stopped_clock_is_told_as_a_turned_lamp(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(running_clocks, "_did", lambda was, clock: "light")


@planted
def a_lamp_turns_by_the_way_and_unsaid(patch: pytest.MonkeyPatch) -> None:
    def turned(outcome: Applied, order: Any) -> Applied:
        return with_order(
            outcome, clocks=tuple(clock.model_copy(update={"light": Light.RED}) for clock in order.clocks)
        )

    after(patch, rulebook.AddNote, turned)


@planted
def a_parent_does_not_learn_what_was_merged_into_it(patch: pytest.MonkeyPatch) -> None:
    beside = merging.beside
    patch.setattr(merging, "beside", lambda *given, **_: beside(*given))


@planted
def a_case_may_be_merged_into_a_merged_one(patch: pytest.MonkeyPatch) -> None:
    merge = rulebook._APPLY[rulebook.Merge]

    def into_anything(order: Any, command: Any, context: Any) -> Any:
        parent = context.others.get(command.parent)
        if parent is None or parent.state is not State.MERGED:
            return merge(order, command, context)
        others = {**context.others, parent.id: parent.model_copy(update={"state": State.TO_SIGN})}
        outcome = merge(order, command, replace(context, others=others))
        if not isinstance(outcome, Applied):
            return outcome
        (also,) = outcome.also
        return replace(outcome, also=(replace(also, order=also.order.model_copy(update={"state": State.MERGED})),))

    patch.setitem(rulebook._APPLY, rulebook.Merge, into_anything)


@planted
def a_parent_is_filed_without_its_merged_cases(patch: pytest.MonkeyPatch) -> None:
    after(patch, rulebook.FileAway, lambda outcome, order: replace(outcome, also=()))


@planted
def any_unit_may_act(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(rulebook, "_is_theirs", lambda order, whose, unit: True)


@planted
def who_handled_a_case_may_call_back(patch: pytest.MonkeyPatch) -> None:
    row_changed(patch, "record_callback", apart=False)


@planted
def who_handled_a_case_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(handling, "handled_by", lambda order, context: order.handlers)


@planted
def an_operator_may_dispatch(patch: pytest.MonkeyPatch) -> None:
    row_changed(patch, "query_seat", roles=COMMANDS["query_seat"].roles | COMMANDS["urge"].roles)


@planted
def there_is_a_way_out_of_filed(patch: pytest.MonkeyPatch) -> None:
    row_changed(patch, "reopen", start=COMMANDS["reopen"].start | {State.FILED})


@planted
def a_case_is_filed_while_somebody_is_to_decide(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(worker_acts, "undecided", lambda order: "")


@planted
def a_case_is_closed_without_a_reason(patch: pytest.MonkeyPatch) -> None:
    after(patch, rulebook.RecordCallback, lambda outcome, order: with_order(outcome, closed_because=None))


@planted
def one_try_is_enough_to_give_up(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(worker_acts, "is_over_tried", lambda order, context: bool(order.callbacks))


@planted
def a_reopened_case_is_still_closed(patch: pytest.MonkeyPatch) -> None:
    reason = CloseReason.CALLED_BACK
    after(patch, rulebook.Reopen, lambda outcome, order: with_order(outcome, closed_because=reason))


@planted
def a_held_case_is_nobodys(patch: pytest.MonkeyPatch) -> None:
    patch.delitem(queues.QUEUE_OF, State.ON_HOLD)


@planted
def a_late_command_stops_a_clock_before_its_start(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        running_clocks, "_stop", lambda clock, at: clock.model_copy(update={"stopped_at": at, "paused_at": None})
    )


@planted
def a_returned_case_keeps_its_unit(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(dispatching, "taken_back", lambda order, context: {"return_request": None})


@planted
def who_proposes_a_note_on_a_caller_may_approve_it(patch: pytest.MonkeyPatch) -> None:
    row_changed(patch, "decide_caller_note", not_by_asker="")


@planted
def a_note_on_a_caller_stands_unapproved(patch: pytest.MonkeyPatch) -> None:
    def approved(outcome: Applied, order: Any) -> Applied:
        assert outcome.order is not None
        note = outcome.order.caller_note
        return with_order(outcome, caller_note=note and note.model_copy(update={"approved_by": note.operator}))

    after(patch, rulebook.ProposeCallerNote, approved)


@planted
def a_note_on_a_caller_goes_over_to_another_number(patch: pytest.MonkeyPatch) -> None:
    after(patch, rulebook.AmendCase, lambda outcome, order: with_order(outcome, caller_note=order.caller_note))


@planted
def a_split_notes_the_caller_twice(patch: pytest.MonkeyPatch) -> None:
    def twice(outcome: Applied, order: Any) -> Applied:
        (also,) = outcome.also
        return replace(
            outcome, also=(replace(also, order=also.order.model_copy(update={"caller_note": order.caller_note})),)
        )

    after(patch, rulebook.Split, twice)


@planted
def what_a_command_does_depends_on_more_than_what_it_is_given(patch: pytest.MonkeyPatch) -> None:
    calls = count()
    after(patch, rulebook.Urge, lambda outcome, order: with_order(outcome, urge_count=next(calls)))


def walked() -> None:
    """Walk over some seeds with everything that the tests of the walk ask for."""
    for seed in range(16):
        for episode in walk(seed, 1_000, Counter()):
            assert played_again(episode.given) == episode.loop.orders
            for case, timeline in episode.loop.timelines.items():
                must_agree(episode.loop.orders[case], timeline)


@pytest.mark.parametrize("name", PLANTED)
def test_the_walk_finds(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    PLANTED[name](monkeypatch)
    with pytest.raises(AssertionError):
        walked()
