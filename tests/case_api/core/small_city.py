"""A city of two districts and two sub-centres: enough for every rule about territory."""

from city_packs.entries import Area, CaseClass, SubCentre, Unit
from city_packs.model import CityPack
from tests.shared_calendar import shared_calendar

_AREAS = (
    Area("9", 1, None, "测试市", "css", "ceshishi"),
    Area("91", 2, "9", "城北区", "cbq", "chengbeiqu"),
    Area("9101", 3, "91", "机场路街道", "jcljd", "jichanglujiedao"),
    Area("92", 2, "9", "城南区", "cnq", "chengnanqu"),
    Area("9201", 3, "92", "新华道街道", "xhdjd", "xinhuadaojiedao"),
)
_CLASSES = (
    CaseClass("01", None, 1, "公用事业", "Utilities", (), "gysy", None, None, None, None),
    CaseClass("0101", "01", 2, "供水", "Water", (), "gs", None, None, None, None),
    CaseClass("010101", "0101", 3, "停水", "No water", (), "ts", "water", "QZ", "urgent", "emergency"),
)

SMALL_CITY = CityPack(
    city="small",
    name="测试市",
    name_en="Small city",
    version="1",
    time_zone="Asia/Shanghai",
    phone_area_codes=("0315",),
    areas={area.code: area for area in _AREAS},
    classes={each.code: each for each in _CLASSES},
    units={"W": Unit("W", "water", "水务局", "Water bureau", 1, None, "swj")},
    sub_centres={
        "north": SubCentre("north", "城北分中心", "North", ("91",), ("0042", "0043")),
        "south": SubCentre("south", "城南分中心", "South", ("92",), ("0077",)),
    },
    code_lists={},
    phrases={},
    refusal_reasons={},
    emergency_lines={},
    merged_lines={},
    clock_profiles={},
    default_profile="",
    enterprise_profile="",
    settings={
        "working_day_begin": "09:00",
        "working_day_end": "18:00",
        "callback_tries": 3,
        "callback_days": 2,
        "objection_days": 7,
        "mostly_weight": 1.0,
        "answer_seconds": 15,
        "wrap_up_seconds": 120,
        "dispatch_aim_minutes": 10,
    },
    sources=(),
    falls_back={},
    calendar=shared_calendar(),
)
