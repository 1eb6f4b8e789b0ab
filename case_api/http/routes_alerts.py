"""What leads are told: abused operators, case numbers that two disks minted."""

from fastapi import APIRouter
from sqlalchemy import select

from case_api.http.bodies import BodyRoute
from case_api.http.documented import PROBLEMS
from case_api.http.house import InHouse
from case_api.http.models import AlertsAnswer
from case_api.http.security import AskingSession, needs_role
from case_api.storage.engine import reading
from case_api.storage.tables_cases import alerts
from hotline.case_doc import AlertDoc
from hotline.codes import Role

router = APIRouter(prefix="/v1", route_class=BodyRoute, tags=["alerts"])

_MOST = 200


@router.get("/alerts", responses=PROBLEMS)
async def give_alerts(house: InHouse, session: AskingSession) -> AlertsAnswer:
    """Give the newest 200 alerts of the lead's sub-centre, or of all to a lead without a seat."""
    needs_role(session, Role.LEAD)
    wanted = select(alerts.c.doc).order_by(alerts.c.at.desc(), alerts.c.id.desc()).limit(_MOST)
    if session.sub_centre:
        wanted = wanted.where(alerts.c.sub_centre == session.sub_centre)

    def look() -> AlertsAnswer:
        with reading(house.centre.engine) as conn:
            return AlertsAnswer(alerts=tuple(AlertDoc.model_validate_json(doc) for doc in conn.scalars(wanted)))

    return await house.hands.read(look)
