"""Acts of people on seats and callers, as routes take them: by a role, one transaction, and who is to know is told."""

from collections.abc import Callable
from typing import TypeVar

from case_api.board.acting import Acting, acting
from case_api.http.house import House
from case_api.http.security import needs_role
from case_api.identity import SignIn
from hotline.codes import Role

_R = TypeVar("_R")


async def acted(house: House, sign_in: SignIn, act: Callable[[Acting], _R], *roles: Role) -> _R:
    """Return what an act gives, done by somebody with one of these roles, and have boards and desks told.

    Raises `ProblemError`: forbidden, busy, and what the act itself raises; nothing of it is kept then.
    """
    needs_role(sign_in.person, *roles)

    def take() -> _R:
        with acting(house.centre, sign_in) as under_way:
            return act(under_way)

    done = await house.hands.write(take)
    house.board_now()
    return done
