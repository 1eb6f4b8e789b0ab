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

[[off]]
from = 2027-02-05
to = 2027-02-08
name = "春节"
name_en = "Spring Festival"

[[off]]
from = 2027-04-05
to = 2027-04-05
name = "清明节"
name_en = "Tomb-sweeping Day"

[[off]]
from = 2027-05-01
to = 2027-05-02
name = "劳动节"
name_en = "Labour Day"

[[off]]
from = 2027-06-09
to = 2027-06-09
name = "端午节"
name_en = "Dragon Boat Festival"

[[off]]
from = 2027-09-15
to = 2027-09-15
name = "中秋节"
name_en = "Mid-Autumn Festival"

[[off]]
from = 2027-10-01
to = 2027-10-03
name = "国庆节"
name_en = "National Day"
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
