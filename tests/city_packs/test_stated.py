"""What a text states, and what it says, in the words of whoever wrote it."""

import pytest

from city_packs.stated import said, states


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Last  Night，２２：００", "last night"),
        ("有200来头猪", "二百余头"),
        ("约两百头", "200头"),
        ("找了两趟物业", "2次物业"),
        ("俩月了", "两个月"),
        ("两个来月", "2个月"),
        ("8、9、10三个月", "9、10"),
        ("屋里俩人", "两个人"),
        ("3栋2单元", "三号楼二单元"),
        ("八十块钱", "80元"),
        ("十几摊", "十余"),
        ("十来个人", "10多个"),
        ("夜里12点至3点", "十二点到三点"),
        ("12:00-3:00冒烟", "十二点到三点"),
        ("零时至三时", "0点-3点"),
        ("16时—21时许摆摊", "十六点"),
        ("16时—21时许摆摊", "16-21点"),
        ("六点四十停的", "6:40"),
        ("八点半", "8时30分"),
        ("每晚有20~30名学生", "二三十"),
        ("两三千元", "2000到3000"),
        ("拖欠七八天", "7-8天"),
        ("204号楼—208号楼没水", "204至208"),
        ("安置小区1#-3#楼", "一至三号楼"),
        ("三星期了", "3个礼拜"),
        ("一个来礼拜", "一周"),
        ("星期六上午", "周六"),
        ("昨夜井盖不见了", "昨天晚上"),
        ("现场没有警示", "无警示"),
        ("充了一千二百元", "1,200元"),
        ("修了一百五十块", "150块"),
        ("一百五", "150"),
        ("二〇一六年", "2016年"),
        ("十七八个人", "17-18个"),
        ("欠四十三万元", "43万"),
        ("现场没放任何警示牌", "没…警示"),
        ("nothing there warns people", "nothing…warn"),
        ("There are RATS.", "rat"),
        ("until 3 am", "3am"),
    ],
)
def test_the_same_is_stated_in_other_signs(text: str, words: str) -> None:
    assert states(text, [words])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("16点停的", "六点"),
        ("十五盏", "五盏"),
        ("170元", "七十"),
        ("2068号", "206"),
        ("未来三天有大风", "没来"),
        ("没人来。旁边有警示", "没…警示"),
        ("没有人来过的地方有一块很大的警示", "没…警示"),
        ("", "五盏"),
        ("Please repair it", "lease"),
        ("It is rather bad", "rat"),
        ("It will not fit", "ill"),
        ("12345来电", "12345多"),
    ],
)
def test_what_only_looks_alike_is_not_stated(text: str, words: str) -> None:
    assert not states(text, [words])


@pytest.mark.parametrize(
    "text",
    [
        "来电人想知道会不会采纳",
        "已告知不能保证会采纳。问是否会采纳",
        "问会采纳吗",
        "问会采纳不，已解释",
        "没有会采纳的话",
    ],
)
def test_what_is_denied_or_asked_is_not_said(text: str) -> None:
    assert said(text, ["会采纳"]) is None


@pytest.mark.parametrize("text", ["单位会采纳", "问会不会采纳，已答会采纳", "会采纳，不用担心", "特别会采纳"])
def test_what_is_said_is_said(text: str) -> None:
    assert said(text, ["会采纳"]) == "会采纳"


@pytest.mark.parametrize(
    ("text", "promised"), [("下午就能来水", True), ("问下午能否来水", False), ("下午不会来水", False)]
)
def test_what_stands_in_a_gap_may_turn_it_round(text: str, promised: bool) -> None:
    assert (said(text, ["下午…来水"]) is not None) == promised


def test_the_words_that_are_said_are_named_in_their_order() -> None:
    assert said("环卫不作为，不干活", ["不干活", "不作为"]) == "不干活"


@pytest.mark.parametrize(
    ("text", "is_said"), [("It will be back tonight", True), ("He asks whether it will be back", False)]
)
def test_what_is_asked_in_english_is_not_said(text: str, is_said: bool) -> None:
    assert (said(text, ["it will be back"]) is not None) == is_said
