"""Year files as administrators bring them in."""

from city_packs.shipped import shipped_packs

_SHARED = next(iter(shipped_packs().values())).parent / "shared" / "working_days"

YEAR_2027 = """\
year = 2027
revision = 1
source = "关于2027年部分节假日安排的通知"
make_up = [2027-01-09]

[[off]]
from = 2027-01-01
to = 2027-01-04
name = "元旦"
name_en = "New Year's Day"
"""
"""By the law alone 4 January 2027, a Monday, would be worked."""

YEAR_2026_AMENDED = (
    (_SHARED / "2026.toml").read_text("utf-8").replace("revision = 1", "revision = 2")
    + """
[[off]]
from = 2026-11-24
to = 2026-11-25
name = "降雪"
name_en = "Snow"
"""
)
"""What was announced for 2026, with two days off more."""
