"""What looks like personal data in a text is found however it is written; what everybody may say is left alone."""

import pytest

from hotline.personal_signs import Kind, personal_signs

_PHONE, _ID, _CARD, _PLATE = Kind.PHONE, Kind.ID_NUMBER, Kind.BANK_CARD, Kind.PLATE


@pytest.mark.parametrize(
    ("text", "kind", "what"),
    [
        ("打13912345678找他", _PHONE, "13912345678"),
        ("打139 1234 5678找他", _PHONE, "139 1234 5678"),
        ("打139-1234-5678找他", _PHONE, "139-1234-5678"),
        ("打１３９１２３４５６７８找他", _PHONE, "１３９１２３４５６７８"),
        ("打+86 13912345678找他", _PHONE, "86 13912345678"),
        ("电话一三九一二三四五六七八", _PHONE, "一三九一二三四五六七八"),
        ("电话幺三九幺二三四五六七八", _PHONE, "幺三九幺二三四五六七八"),
        ("电话139\u200b1234\u200b5678", _PHONE, "139\u200b1234\u200b5678"),
        ("电话139.1234.5678", _PHONE, "139.1234.5678"),
        ("座机0632-3312345", _PHONE, "0632-3312345"),
        ("座机（0632）3312345", _PHONE, "0632）3312345"),
        ("座机3312345", _PHONE, "3312345"),
        ("热线400-123-4567", _PHONE, "400-123-4567"),
        ("身份证370402198001011234", _ID, "370402198001011234"),
        ("身份证11010519491231002X", _ID, "11010519491231002X"),
        ("身份证11010519491231002x。", _ID, "11010519491231002x"),
        ("身份证370402 19800101 1234", _ID, "370402 19800101 1234"),
        ("身份证370402800101123", _ID, "370402800101123"),
        ("卡号6222021234567890123", _CARD, "6222021234567890123"),
        ("卡号6222 0212 3456 7890", _CARD, "6222 0212 3456 7890"),
        ("车牌鲁D12345停在", _PLATE, "鲁D12345"),
        ("车牌鲁D·1A2B3停在", _PLATE, "鲁D·1A2B3"),
        ("鲁d12345", _PLATE, "鲁d12345"),
        ("鲁ＤＡ１２３４５", _PLATE, "鲁ＤＡ１２３４５"),
        ("邮箱 li.xm@example.com。", Kind.EMAIL, "li.xm@example.com"),
        ("微信号wxid_abc123", Kind.ACCOUNT, "wxid_abc123"),
        ("加微信：lixm2020", Kind.ACCOUNT, "lixm2020"),
        ("我叫王建国，住", Kind.NAME, "王建国"),
        ("俺叫鲁二奎，", Kind.NAME, "鲁二奎"),
        ("我叫于丹", Kind.NAME, "于丹"),
        ("联系人：欧阳娜娜", Kind.NAME, "欧阳娜娜"),
        ("我姓李，", Kind.NAME, "李"),
        ("免贵姓陈", Kind.NAME, "陈"),
        ("联系人赵敏的电话", Kind.NAME, "赵敏"),
        ("找到张建国经理", Kind.NAME, "张建国"),
        ("住3号楼2单元501室", Kind.PLACE, "3号楼2单元501室"),
        ("住三号楼二单元五零一", Kind.PLACE, "三号楼二单元五零一"),
        ("住12栋3层", Kind.PLACE, "12栋3层"),
        ("住3-2-501", Kind.PLACE, "3-2-501"),
        ("文化路88号", Kind.PLACE, "88号"),
        ("被泰和建材有限公司拖欠", Kind.FIRM, "泰和建材有限公司"),
    ],
)  # fmt: skip
def test_what_is_certain_is_found_as_it_stands(text: str, kind: Kind, what: str) -> None:
    signs = [(text[each.start : each.end].strip(), each.kind) for each in personal_signs(text) if each.certain]
    assert (what, kind) in signs


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("编号7788990", "7788990"),
        ("户号1234567890123", "1234567890123"),
        ("张建国说没有水", "张建国"),
        ("住在阳光花园", "阳光花园"),
        ("在泰和超市买的", "泰和超市"),
        ("鑫源厂夜里排气", "鑫源厂"),
        ("住在8号", "8号"),
        ("高经理不管", "高"),
        ("小王", "小王"),
        ("我姓沈，沈秋萍。", "沈秋萍"),
        ("段铁柱，不怕留名", "段铁柱"),
        ("车牌尾号123", "车牌尾号123"),
    ],
)
def test_what_may_be_one_is_left_to_a_person(text: str, what: str) -> None:
    assert what in [text[each.start : each.end] for each in personal_signs(text)]


@pytest.mark.parametrize(
    "text",
    [
        "昨晚八点起全楼停水，至今没有恢复，影响三百户居民。",
        "工地自上周一起每天夜里十点至凌晨三点浇筑混凝土，噪声扰民。",
        "2026年11月3日至今，物业公司不处理。",
        "2026-11-03下午",
        "拖欠工资50000元，涉及27人",
        "打过12345，也打过110",
        "来电人自11月8号起没有暖气",
        "自来水公司说在修",
        "乘坐3号线",
        "来电人反映路灯不亮，要求尽快处理",
        "公示号码19900001234",
        "建议增加公交车班次",
        "姓名不愿透露",
        "负责人尚未处理",
        "堵车的师傅多",
    ],
)
def test_what_everybody_may_say_is_left_alone(text: str) -> None:
    assert [text[each.start : each.end] for each in personal_signs(text)] == []


def test_a_masked_name_tells_what_to_look_for() -> None:
    text = "来电人李得到的答复"
    assert personal_signs(text) == ()
    assert [text[each.start : each.end] for each in personal_signs(text, ["李**"])] == ["李得到"]
