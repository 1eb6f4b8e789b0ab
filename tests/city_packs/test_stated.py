"""What a text states, and what it says, in the words of whoever wrote it."""

import pytest

from city_packs.scenario import Fact, Words
from city_packs.stated import bare_word, said, states, states_fact


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


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("厕所没有返水", "厕…返"),
        ("没有人受伤", "受伤"),
        ("现场无人员被困", "被困"),
        ("电梯里没有被困的人", "困"),
        ("并非电梯故障", "电梯故障"),
        ("已告知不用带身份证", "身份证"),
        ("不需要再办食品经营许可", "食品经营许可"),
        ("从未停水", "停水"),
        ("并不是没人来", "没人来"),
        ("Nobody was hurt", "hurt"),
        ("She isn't trapped", "trapped"),
        ("no need to bring the identity card", "identity card"),
        ("It has not yet been cleared", "cleared"),
        ("without any injuries", "injuries"),
        ("the pipe is not blocked", "pipe…blocked"),
    ],
)
def test_what_the_text_denies_is_not_stated(text: str, words: str) -> None:
    assert not states(text, [words])
    assert said(text, [words]) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("不但厕所返水，厨房也返", "厕所"),
        ("不少老人下不了楼", "老人"),
        ("差不多十天了", "十天"),
        ("没水三天了", "三天"),
        ("修了没？电梯还停着", "电梯"),
        ("问能不能当天办", "当天"),
        ("问是不是免费", "免费"),
        ("问有没有补贴", "补贴"),
        ("没受伤，第二天再看是受伤了", "受伤"),
        ("not only the toilet, the kitchen too", "toilet"),
        ("no water since Monday", "since monday"),
        ("He asks whether it is free", "free"),
    ],
)
def test_what_a_word_of_denial_stands_near_is_stated_all_the_same(text: str, words: str) -> None:
    assert states(text, [words])


def test_a_fact_that_something_is_not_so_is_stated_by_its_bare_words_too() -> None:
    phone = Fact("phone", Words("不会手机认证", "cannot confirm on a telephone"), ("手机认证", "没法…认证"))
    assert states_fact("老人没法做手机认证", phone)
    assert states_fact("老人不会手机认证", phone)
    lift = Fact("lift", Words("电梯停运", "the lift stands still"), ("停运",))
    assert not states_fact("电梯没有停运", lift)


@pytest.mark.parametrize(
    ("words", "any_of", "bare"),
    [
        ("电梯停运，无人被困", ("电梯", "lift…still"), "电梯"),
        ("物业说树不归他们", ("物业", "物管"), "物业"),
        ("三单元有电，电梯停运", ("电梯",), "电梯"),
        ("厕所也返水", ("厕…返", "厕所"), ""),
        ("电梯停运", ("电梯停运",), ""),
        ("电梯坏", ("电梯",), "电梯"),
        ("停水了", ("停水",), ""),
        ("有工资条", ("工资条",), ""),
        ("黄烟", ("黄烟",), ""),
        ("五盏路灯", ("五盏",), ""),
        ("昨晚就没了", ("昨晚",), ""),
        ("身份证和租赁合同", ("身份证",), ""),
        ("租的店面", ("租",), ""),
        ("电梯停运", ("lift",), ""),
    ],
)
def test_a_bare_word_of_which_the_fact_says_something_is_found_out(
    words: str, any_of: tuple[str, ...], bare: str
) -> None:
    assert bare_word(Fact("lift", Words(words, "the lift stands still"), any_of)) == bare
