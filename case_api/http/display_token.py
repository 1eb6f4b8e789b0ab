"""Which display asks: by the token that was printed when it was added, in the header and nowhere else."""

from typing import Annotated

from fastapi import Depends, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from case_api.accounts.displays import Display, display_of, note_seen
from case_api.http.house import House, InHouse
from case_api.problems import ProblemError
from case_api.storage.engine import looking_up, writing
from hotline.wire import Problem

_display_bearer = HTTPBearer(auto_error=False, scheme_name="display token", description="From `case-api display add`")
_Credentials = Annotated[HTTPAuthorizationCredentials | None, Security(_display_bearer)]


async def still_shown(house: House, token: str) -> Display:
    """Return the display of a token. Raises `ProblemError` (auth-required, device-revoked)."""

    def look() -> Display | None:
        with looking_up(house.centre.engine) as conn:
            return display_of(conn, token)

    found = await house.hands.read(look) if token else None
    if found is None:
        raise ProblemError(Problem.AUTH_REQUIRED, 401, "This needs a display token that is still good.")
    return found


async def _token(house: InHouse, credentials: _Credentials) -> str:
    """Return the token of a display that may read, and write down now and then that it was seen."""
    token = credentials.credentials if credentials else ""
    found = await still_shown(house, token)
    now = house.centre.now()

    def note() -> None:
        with writing(house.centre.engine) as conn:
            note_seen(conn, found.display_id, at=now)

    if found.unseen(now):
        await house.hands.write(note)
    return token


DisplayToken = Annotated[str, Depends(_token)]
"""The token of a display that may read the wall."""
