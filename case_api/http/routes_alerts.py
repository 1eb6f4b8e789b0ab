"""What leads are told: abused operators, numbers that two disks minted, work that is held or could not be read."""

from fastapi import APIRouter

from case_api.cases.reading import newest_alerts
from case_api.http.bodies import BodyRoute
from case_api.http.documented import PROBLEMS
from case_api.http.house import InHouse
from case_api.http.models import AlertsAnswer
from case_api.http.security import AskingSession, needs_role
from hotline.codes import Role

router = APIRouter(prefix="/v1", route_class=BodyRoute, tags=["alerts"])


@router.get("/alerts", responses=PROBLEMS)
async def give_alerts(house: InHouse, session: AskingSession) -> AlertsAnswer:
    """Give the newest 200 alerts of the lead's sub-centre, or of all to a lead without a seat."""
    needs_role(session, Role.LEAD)
    found = await house.hands.read(newest_alerts, house.centre, session.sub_centre or None)
    return AlertsAnswer(alerts=tuple(found))
