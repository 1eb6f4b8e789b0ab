"""What the callers of the headless demo bring: written for this project; the numbers are in a range not in service."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter: codes of the pack of Tangshan, and what was said."""

    phone: str
    name: str
    area_code: str
    address: str
    class_code: str
    case_type: str
    urgency: str
    content: str


MATTERS = (
    Matter("19900000101", "李女士", "130203006004", "12号楼3单元", "010101", "QZ", "urgent",
           "昨晚八点起全楼停水，物业称主管爆裂，至今未修。家有老人，请尽快。"),
    Matter("19900000102", "周先生", "130203006004", "小区北门外", "030302", "QZ", "normal",
           "小区北门外的路灯有三盏不亮，已经一个星期，晚上走路看不清。"),
    Matter("19900000103", "", "130202003", "广场东侧", "050201", "TS", "normal",
           "每晚九点以后仍有人用音响跳舞，声音很大，孩子没法睡觉。[/] 希望管一管。"),
    Matter("19900000104", "赵先生", "130203006004", "文化路口", "030301", "QZ", "critical",
           "路口的井盖破了一半，今天早上有人骑车差点摔倒。"),
    Matter("19900000105", "孙女士", "130202001", "学院路", "040401", "JY", "normal",
           "建议把早高峰的公交发车间隔缩短一些，现在等一趟要二十多分钟。"),
)  # fmt: skip
