"""What a command leaves behind: the next revision of the work order, and the event that its timeline tells."""

from typing import Any

from hotline.codes import Role, State
from hotline.command_table import COMMANDS
from hotline.commands import Command
from hotline.context import Context
from hotline.outcome import Also, Applied, Event
from hotline.running_clocks import told
from hotline.work_order import WorkOrder


def event(kind: str, context: Context, row_roles: frozenset[Role], before: State | None, after: State | None,
          /, **data: Any) -> Event:  # fmt: skip
    """Return what goes on the timeline: who did it, as which of the roles that may, and what became of the state."""
    actor = context.actor
    role = min(actor.roles & row_roles, default=None)
    return Event(kind, context.at, actor.operator, role, actor.seat, before, after, data)


def step(order: WorkOrder, command: Command, context: Context, data: dict[str, Any], *, also: tuple[Also, ...] = (),
         **update: Any) -> Applied:  # fmt: skip
    """Return the next revision of a work order with `update` in it, and the one event that tells of it.

    What happened to its clocks goes into the event by itself.
    """
    after, what = changed(order, command.op, context, data, **update)
    return Applied(after, (what,), also=also)


def beside(order: WorkOrder, kind: str, context: Context, data: dict[str, Any], **update: Any) -> Also:
    """Return the next revision of another work order that a command touches, with its event."""
    after, what = changed(order, kind, context, data, **update)
    return Also(after, (what,))


def changed(order: WorkOrder, kind: str, context: Context, data: dict[str, Any],
            **update: Any) -> tuple[WorkOrder, Event]:  # fmt: skip
    """Return a work order one revision on, and the event of `kind`: a command's name, or what came of one elsewhere."""
    state = update.get("state", order.state)
    since = context.at if state != order.state else order.state_since
    changes = {**update, "revision": order.revision + 1, "updated_at": context.at, "state_since": since}
    if "clocks" in update and (lines := told(order.clocks, update["clocks"])):
        data = {**data, "clocks": lines}
    row = COMMANDS.get(kind)
    roles = row.roles if row else context.actor.roles
    return order.model_copy(update=changes), event(kind, context, roles, order.state, state, **data)


def handled_by(order: WorkOrder, context: Context) -> tuple[str, ...]:
    """Return who has handled the work order, with whoever does now."""
    operator = context.actor.operator
    return order.handlers if operator in order.handlers else (*order.handlers, operator)
