"""A city of a few streets, small enough to know by heart in a test."""
# ruff: noqa: E501

from city_packs.entries import Area, CaseClass, CodeEntry, EmergencyLine, Phrase, RefusalReason, SubCentre, Unit
from city_packs.model import CityPack
from hotline.clocks import Clock, ClockProfile
from tests.shared_calendar import shared_calendar

_LISTS = {
    "case_type": [("ZX", "咨询", "Consultation"), ("QZ", "求助", "Request for help"), ("TS", "投诉", "Complaint")],
    "urgency": [
        ("critical", "特急", "Critical"),
        ("urgent", "紧急", "Urgent"),
        ("normal", "一般", "Normal"),
        ("historic", "历史遗留", "Historic"),
    ],
    "channel": [("phone", "电话", "Telephone"), ("walk_in", "现场来访", "Walk-in"), ("wechat", "微信", "WeChat"), ("province", "省平台", "Provincial")],
    "subject_kind": [("natural", "自然人", "Natural person"), ("legal", "法人", "Legal person")],
    "clock_unit": [("natural_hours", "小时", "hours"), ("working_days", "个工作日", "working days"),
                   ("minutes", "分钟", "minutes"), ("seconds", "秒", "seconds")],
    "state": [("to_dispatch", "待派单", "To be dispatched"), ("handling", "办理中", "Being handled"),
              ("answered", "直接答复", "Answered directly"), ("refusal_review", "待核实", "Refusal under review"),
              ("handed_off", "已转接", "Handed off"), ("withdrawn", "已撤单", "Withdrawn"),
              ("with_seat", "待座席补充", "With the seat for more"), ("to_callback", "待回访", "To be called back"),
              ("to_sign", "待签收", "To be signed"), ("on_hold", "挂账", "On hold")],
    "sync_state": [("on_this_seat", "在本席", "On this seat"), ("sending", "发送中", "Sending"),
                   ("held", "中心待裁定，尚未生效", "Held at the centre: it does not count yet"),
                   ("parked", "中心待处理，尚未生效", "Parked at the centre: it does not count yet"),
                   ("at_the_centre", "已到中心", "At the centre"), ("needs_you", "需您处理", "Needs you")],
    "agent_state": [("ready", "就绪", "Ready"), ("ringing", "振铃", "Ringing"), ("talking", "通话", "Talking"),
                    ("held", "保持", "On hold"), ("wrap_up", "话后", "Wrap-up"), ("paused", "小休", "Paused"),
                    ("practice", "练习", "Practice"), ("signed_out", "签出", "Signed out")],
    "pause_reason": [("meal", "用餐", "Meal"), ("meeting", "会议", "Meeting"), ("callback", "回访", "Call-backs"),
                     ("locked", "已锁屏", "Locked")],
    "legal_route": [("lawsuit", "诉讼", "Lawsuit"), ("consumer", "12315或消费者协会", "12315 or the consumers' association")],
    "other_call": [("nuisance", "骚扰电话", "Nuisance call"), ("wrong_number", "拨错号码", "Wrong number"),
                   ("silent", "无声电话", "Silent call"), ("dropped", "通话中断", "Call dropped"),
                   ("praise", "口头表扬", "Praise by word of mouth")],
    "reveal_reason": [("call_back", "回拨来电人", "To call the caller back"),
                      ("verify_caller", "核对来电人身份", "To verify who is calling")],
    "role": [("operator", "话务员", "Operator"), ("dispatcher", "审核派单员", "Dispatcher"), ("unit", "承办单位", "Unit"),
             ("trainer", "培训师", "Trainer"), ("trainee", "学员", "Trainee")],
    "return_reason": [("not_ours", "非本单位职责", "Not this unit's duty"), ("other_territory", "辖区不符", "Another territory")],
    "clock_pause": [("on_hold", "批准挂账", "On hold with approval"), ("caller_material", "等待来电人补充材料", "Waiting for papers")],
    "solved": [("solved", "已解决", "Solved"), ("mostly", "基本解决", "Mostly solved"), ("unsolved", "未解决", "Not solved")],
    "satisfaction": [("satisfied", "满意", "Satisfied"), ("mostly", "基本满意", "Mostly satisfied"),
                     ("dissatisfied", "不满意", "Dissatisfied")],
    "not_reached": [("no_answer", "无人接听", "No answer"), ("switched_off", "关机或停机", "Switched off"),
                    ("declined", "拒绝回访", "Declined the call-back"), ("not_in_service", "空号", "Not in service")],
    "refusal_kind": [("out_of_scope", "不属于热线受理范围", "Not within the scope of the hotline"),
                     ("against_policy", "不符合国家和地方政策规定", "Not in line with national or local policy")],
}  # fmt: skip


def _clock(code: str, start: str, stop: str, length: float, unit: str, time_class: str | None = None) -> Clock:
    return Clock(code, code, code, start, stop, length, unit, length, length, 0.0, (), time_class, (), ())


def small_city(version: str = "1") -> CityPack:
    """Return the city: two districts, two streets, three communities, four classes."""
    areas = [
        Area("1302", 1, None, "唐山市", "tss", "tangshanshi"),
        Area("130203", 2, "1302", "路北区", "lbq", "lubeiqu"),
        Area("130203001", 3, "130203", "机场路街道", "jcljd", "jichanglujiedao"),
        Area("130203001001", 4, "130203001", "祥富里社区", "xflsq", "xiangfulishequ"),
        Area("130203001002", 4, "130203001", "祥荣里社区", "xrlsq", "xiangronglishequ"),
        Area("130202", 2, "1302", "路南区", "lnq", "lunanqu"),
        Area("130202001", 3, "130202", "广场街道", "gcjd", "guangchangjiedao"),
        Area("130202001001", 4, "130202001", "文化楼社区", "whlsq", "wenhualoushequ"),
    ]
    classes = [
        CaseClass("01", None, 1, "公用事业", "Public utilities", (), "ggsy", None, None, None, None),
        CaseClass("0101", "01", 2, "供水", "Water supply", (), "gs", None, None, None, None),
        CaseClass("010101", "0101", 3, "小区停水", "Water cut", ("停水", "没水"), "xqts", "water", "QZ", "urgent", "emergency"),
        CaseClass("010102", "0101", 3, "水压不足", "Low pressure", ("水压低",), "sybz", "water", "QZ", "normal", "ordinary"),
        CaseClass("02", None, 1, "城市管理", "Urban management", (), "csgl", None, None, None, None),
        CaseClass("0201", "02", 2, "噪声", "Noise", (), "zs", None, None, None, None),
        CaseClass("020101", "0201", 3, "施工噪声", "Building noise", ("工地",), "sgzs", "urban", "TS", None, "ordinary"),
        CaseClass("020102", "0201", 3, "不动产证", "Property papers", (), "bdcz", "urban", None, "historic", "historic"),
    ]  # fmt: skip
    units = [
        Unit("1302-water", "water", "市供水公司", "City water company", 1, None, "sgsgs"),
        Unit("130203-water", "water", "路北区住建局", "Lubei housing bureau", 2, "130203", "lbqzjj"),
        Unit("1302-urban", "urban", "市城管局", "City management bureau", 1, None, "scgj"),
    ]
    clocks = (
        _clock("wrap_up", "hang_up", "save", 60, "seconds"),
        _clock("to_dispatch", "save", "dispatch", 10, "minutes"),
        _clock("emergency", "dispatch", "reply", 24, "natural_hours", "emergency"),
        _clock("ordinary", "dispatch", "reply", 3, "working_days", "ordinary"),
    )
    phrases = [
        Phrase("greeting", "greeting", "标准问候", "Greeting", "您好，这里是12345政务服务便民热线，请问有什么可以帮您？",
               "Hello, this is 12345. How can I help you?"),
        Phrase("calm_warning", "calm", "辱骂警示", "Warning", "本次通话全程录音，请您停止辱骂。", "Please stop the abuse."),
        Phrase("old_house", "phrase", "家有老人", "Elderly", "家有老人，请尽快处理。", "There are elderly people."),
        Phrase("whole_house", "phrase", "全楼", "Whole building", "全楼均受影响。", "The whole building is affected."),
        Phrase("callback_greeting", "callback", "回访问候", "Call-back", "您反映的事项承办单位已经答复，请问现在方便吗？",
               "The unit has replied to what you reported. May we ask about it?"),
        Phrase("callback_contacted", "callback", "是否联系", "Contacted", "请问承办单位和您联系过吗？", "Was the unit in touch?"),
        Phrase("callback_solved", "callback", "是否解决", "Solved", "您反映的问题解决了吗？", "Is what you reported solved?"),
        Phrase("callback_satisfied", "callback", "是否满意", "Satisfied", "您对这次办理满意吗？", "Are you satisfied?"),
        Phrase("water", "script", "停水问询", "Water questions", "从几点开始？物业怎么说？", "Since when? What does the management say?"),
    ]  # fmt: skip
    reasons = [
        RefusalReason("in_court", "out_of_scope", "应当通过诉讼解决", "For a court", "lawsuit",
                      "请您向人民法院起诉。", "Please go to the court."),
        RefusalReason("no_ground", "against_policy", "不符合政策", "Against policy", "consumer",
                      "请您拨打12315。", "Please call 12315."),
    ]  # fmt: skip
    lines = [
        EmergencyLine(number, f"{number}", number, f"需要{number}时", f"when {number} is needed")
        for number in ("110", "119", "120", "122")
    ]
    return CityPack(
        city="tangshan", name="唐山", name_en="Tangshan", version=version, time_zone="Asia/Shanghai",
        phone_area_codes=("0315",), areas={a.code: a for a in areas}, classes={c.code: c for c in classes},
        units={u.code: u for u in units},
        sub_centres={"lubei": SubCentre("lubei", "路北分中心", "Lubei", ("130203", "130202"), ("0042",))},
        code_lists={name: tuple(CodeEntry(*row, initials="") for row in rows) for name, rows in _LISTS.items()},
        phrases={p.code: p for p in phrases}, refusal_reasons={r.code: r for r in reasons},
        emergency_lines={line.number: line for line in lines}, merged_lines={},
        clock_profiles={"137": ClockProfile("137", "137", "137", clocks)}, default_profile="137",
        enterprise_profile="137",
        settings={"callback_share": 0.0, "callback_tries": 3, "callback_days": 2, "pause_minutes": 30, "working_day_begin": "09:00", "working_day_end": "18:00"},
        sources=(), falls_back={}, calendar=shared_calendar(),
    )  # fmt: skip
