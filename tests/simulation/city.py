"""A city of two sub-centres, as small as a city can be, and what a caller may say in it."""

from city_packs.entries import Area, CaseClass, SubCentre
from city_packs.model import CityPack
from hotline.codes import CaseType
from hotline.work_order import Intake
from tests.shared_calendar import shared_calendar

SUB_CENTRES = ("S1", "S2")
AREAS = {"S1": "100100", "S2": "100200"}
LEAF = "010101"
VERSION = "sim-1"


def small_city() -> CityPack:
    """Return the pack that both ends of the simulation know."""
    areas = [Area("100000", 1, None, "市", "s", "shi")]
    areas += [Area(code, 2, "100000", f"{name}区", "q", "qu") for name, code in AREAS.items()]
    classes = [
        CaseClass("01", None, 1, "公用", "Utilities", (), "gy", None, None, None, None),
        CaseClass("0101", "01", 2, "供水", "Water", (), "gs", None, None, None, None),
        CaseClass(LEAF, "0101", 3, "停水", "No water", (), "ts", None, None, None, None),
    ]
    centres = [SubCentre(name, name, name, (AREAS[name],), ()) for name in SUB_CENTRES]
    return CityPack(
        city="sim",
        name="模拟市",
        name_en="Sim",
        version=VERSION,
        time_zone="Asia/Shanghai",
        phone_area_codes=("0315",),
        areas={each.code: each for each in areas},
        classes={each.code: each for each in classes},
        units={},
        sub_centres={each.code: each for each in centres},
        code_lists={},
        phrases={},
        refusal_reasons={},
        emergency_lines={},
        merged_lines={},
        clock_profiles={},
        default_profile="",
        enterprise_profile="",
        settings={"working_day_begin": "09:00", "working_day_end": "18:00"},
        sources=(),
        falls_back={},
        calendar=shared_calendar(),
    )


def intake(content: str, sub_centre: str, phone: str) -> Intake:
    """Return what an operator took down."""
    return Intake(
        case_type=CaseType.HELP,
        class_code=LEAF,
        area_code=AREAS[sub_centre],
        content=content,
        caller_name="李小明",
        caller_phone=phone,
        address_text="一号楼",
    )
