"""What a command leaves behind: the next revision of the work order, and the event that its timeline tells."""

from typing import Any

from hotline.codes import Role, State
from hotline.command_table import COMMANDS
from hotline.commands import Command
from hotline.context import Context
from hotline.outcome import Applied, Event
from hotline.work_order import WorkOrder


def event(kind: str, context: Context, row_roles: frozenset[Role], before: State | None, after: State | None,
          **data: Any) -> Event:  # fmt: skip
    """Return what goes on the timeline: who did it, as which of the roles that may, and what became of the state."""
    actor = context.actor
    role = min(actor.roles & row_roles, default=None)
    return Event(kind, context.at, actor.operator, role, actor.seat, before, after, data)


def _changed(order: WorkOrder, context: Context, **update: Any) -> WorkOrder:
    state = update.get("state", order.state)
    since = context.at if state != order.state else order.state_since
    changes = {**update, "revision": order.revision + 1, "updated_at": context.at, "state_since": since}
    return order.model_copy(update=changes)


def step(order: WorkOrder, command: Command, context: Context, data: dict[str, Any], **update: Any) -> Applied:
    """Return the next revision of a work order with `update` in it, and the one event that tells of it."""
    after = _changed(order, context, **update)
    return Applied(after, (event(command.op, context, COMMANDS[command.op].roles, order.state, after.state, **data),))
