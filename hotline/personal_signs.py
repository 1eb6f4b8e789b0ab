"""What in a text looks like personal data (个人信息): of whom a case is, and by what they could be found.

Patterns, and no understanding: what is `certain` may be replaced unseen, all else a person has to look at. A bare name
that has neither a word before it nor a title behind it is found only where its signs are usual ones; so whoever uses a
text elsewhere reads it all the same.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from hotline.family_names import COMMON, DOUBLE, GIVEN, OTHER


class Kind(StrEnum):
    """What it looks like."""

    PHONE = "phone"
    ID_NUMBER = "id_number"
    BANK_CARD = "bank_card"
    PLATE = "plate"
    EMAIL = "email"
    ACCOUNT = "account"
    """Of WeChat, QQ and the like."""
    NAME = "name"
    FIRM = "firm"
    PLACE = "place"
    """A house, or anything else below the community."""
    NUMBER = "number"
    """Of which nobody knows what it is."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A piece `[start:end]` of a text that looks like personal data."""

    start: int
    end: int
    kind: Kind
    certain: bool


_FICTIONAL = re.compile(r"1990000\d{4}")
_SPOKEN = dict(zip("零〇一二三四五六七八九幺洞拐两壹贰叁肆伍陆柒捌玖", "001234567891072123456789", strict=True))
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_GAP = r"[\s\-‐-―—_.·・•,，、/\\()\[\]（）*]{0,3}"
_RUN = re.compile(rf"\d(?:{_GAP}\d){{4,}}(?:{_GAP}[Xx](?![A-Za-z]))?")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_DATE = re.compile(r"(?:19|20)\d\d[-./、年]?(?:0?[1-9]|1[0-2])[-./、月]?(?:0?[1-9]|[12]\d|3[01])")
_AMOUNT = re.compile(r"\s*(?:万|亿|元|块|平|米|公里|千米|吨|斤|公斤|户|人|度|方|㎡|亩|分钟|小时|天)")
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使"
_HAN = "[\u4e00-\u9fff]"
_PERSON = (
    "先生|女士|小姐|师傅|老师|同志|经理|主任|书记|局长|医生|大夫|护士|队长|站长|科长|处长|院长"
    "|所长|村长|校长|老板|阿姨|大爷|大妈|大哥|大姐"
)
_NOT_GIVEN = "的了是在和与及说称要有也都就不没到去来给被把向从我你他她它这那得"
_OF_NAME = f"(?:(?![{_NOT_GIVEN}]){_HAN})"
_LETTERS = rf"(?:{'|'.join(DOUBLE)}|{_HAN})"
_CUE = (
    r"(?:我叫|名叫|叫做|名字[叫是]?|姓名|联系人|本人叫|当事人|投诉人|来电人|反映人|举报人"
    r"|负责人|户主|业主|房东|经办人|责任人|法人(?:代表)?|邻居|儿子|女儿|丈夫|妻子|父亲|母亲)"
)
_END = rf"(?=[^\u4e00-\u9fff]|$|[{_NOT_GIVEN}家今昨现因电联反投住身手今年]|{_PERSON})"
_FAMILY = rf"(?:{'|'.join(DOUBLE)}|[{''.join(sorted(COMMON | OTHER))}])"
_USUAL = rf"(?:{'|'.join(DOUBLE)}|[{''.join(sorted(COMMON))}])"
_GIVENS = f"[{''.join(sorted(GIVEN))}]"
_N = r"(?:\d+|[一二三四五六七八九十百零〇]+|[A-Za-z])"
_HOUSE = rf"{_N}\s*[-—号#]?\s*(?:号楼|楼栋|栋|幢|座|单元|室|号院|号房|#楼?)"
_CHAIN = rf"(?:{_N}\s*(?:[-—]\s*)?(?:号楼|号院|楼|层|栋|幢|座|单元|室|户|号|#|$)?\s*[-—,，]?\s*)"
_FIRM_END = (
    "(?:有限责任公司|股份有限公司|有限公司|集团公司|集团|公司|合作社|事务所|经营部|工作室|商行"
    "|加工厂|厂|饭店|酒店|宾馆|超市|药店|诊所|网吧|KTV)"
)
_FIRM_KINDS = (
    "物业|物业服务|自来水|供水|供电|电力|燃气|天然气|热力|供热|供暖|公交|保险|开发|施工|建筑"
    "|装修|快递|通信|移动|电信|联通|劳务|网络|搬家|环卫|水泥|"
    "化工|养殖|加工|大型|小型|小|大|工|自来水|石料|砖"
)
_STOP = "的在是与由找向被让该这那我们说称叫有去到为给往从个些某所几处了把跟附近旁边里内外"
_ESTATE_END = "(?:小区|花园|公寓|家园|新村|大厦|佳苑|苑|府|里弄|胡同|自然村|幼儿园|小学|中学|医院|广场)"
_PATTERNS: tuple[tuple[Kind, bool, str], ...] = (
    (Kind.EMAIL, True, r"[A-Za-z0-9_.+\-]+\s*@\s*[A-Za-z0-9\-]+(?:\s*\.\s*[A-Za-z0-9\-]+)+"),
    (Kind.PLATE, True, rf"[{_PROVINCES}]\s*[A-Za-z]\s*[·.・\- ]?\s*(?:[A-Za-z0-9]\s?){{4,5}}[A-Za-z0-9挂学警港澳领]"),
    (Kind.PLATE, False, r"(?:车牌|牌照)(?:号码?)?(?:尾号)?[是为:：\s]*[A-Za-z0-9]{3,}"),
    (Kind.ACCOUNT, True,
     r"(?:微信|wechat|weixin|QQ|抖音|快手|支付宝|wx|vx)(?:账?帐?号|号码|ID)?[是为叫:：\s]*"
     r"(?P<it>[A-Za-z0-9][\w\-.@]{4,29})"),
    (Kind.NAME, True, rf"{_CUE}[是为叫:：\s]*(?P<it>{_FAMILY}{_OF_NAME}{{1,2}}?){_END}"),
    (Kind.NAME, True, rf"[我俺咱]叫\s*(?P<it>(?!某){_LETTERS}{_OF_NAME}{{1,2}}?){_END}"),
    (Kind.NAME, True, rf"(?:我|俺|咱|免贵|本人|他|她|来电人|人)姓\s*(?P<it>(?!某){_LETTERS})(?!名)"),
    (Kind.NAME, False, rf"姓(?P<it>{_USUAL})"),
    (Kind.NAME, True, rf"(?P<it>{_USUAL}{_GIVENS}{{0,2}})(?:{_PERSON})"),
    (Kind.NAME, False, rf"(?P<it>{_FAMILY}{_OF_NAME}?)(?:{_PERSON})"),
    (Kind.NAME, False, rf"{_CUE}[是为叫:：\s]+(?P<it>(?!某){_HAN}{{2,4}})"),
    (Kind.NAME, False, rf"{_USUAL}{_GIVENS}{{2}}"),
    (Kind.NAME, False, rf"(?<!{_HAN}){_USUAL}{_GIVENS}(?!{_HAN})"),
    (Kind.NAME, False, rf"(?<!{_HAN}){_USUAL}{_OF_NAME}{{2}}(?!{_HAN})"),
    (Kind.NAME, False, rf"{_USUAL}{_GIVENS}?某+|小{_USUAL}(?!{_HAN})|老{_USUAL}(?!{_HAN})"),
    (Kind.PLACE, True, rf"{_HOUSE}{_CHAIN}*"),
    (Kind.PLACE, True, rf"(?<=[路街巷村弄道])\s*{_N}号(?:{_CHAIN})*"),
    (Kind.PLACE, True, r"\d{1,3}[-—]\d{1,2}[-—]\d{3,4}(?!\d)"),
    (Kind.PLACE, False, rf"(?<![月日\d]){_N}号(?!线|[早晚上下中凌开到]|文|令)"),
    (Kind.PLACE, False, rf"(?P<it>(?:(?![{_STOP}]){_HAN}){{2,8}}{_ESTATE_END})"),
    (Kind.FIRM, True,
     rf"(?P<it>(?:(?![{_STOP}])[\u4e00-\u9fffA-Za-z0-9()（）]){{2,24}}"
     rf"(?:有限责任公司|股份有限公司|有限公司))"),
    (Kind.FIRM, False, rf"(?P<it>(?:(?![{_STOP}])[\u4e00-\u9fffA-Za-z]){{1,16}}{_FIRM_END})"),
)  # fmt: skip
_COMPILED = tuple((kind, certain, re.compile(pattern, re.IGNORECASE)) for kind, certain, pattern in _PATTERNS)
_ONLY_A_KIND = re.compile(rf"(?:{_FIRM_KINDS})*{_FIRM_END}")
_CARE = ("12345", "12315", "12333", "12369", "12328", "12388", "12348", "12329", "96119", "95598")
"""Hotlines that everybody may name."""


def personal_signs(text: str, family: Iterable[str] = ()) -> tuple[Sign, ...]:
    """Return what looks like personal data, in order and without overlaps: the longer piece counts, a certain one more.

    `family` are names as they are masked (`李**`): a piece of the same length that begins so is taken for one.
    Numbers of practice (1990000 and four digits) are nobody's.
    """
    plain = _plain(text)
    found = [*_numbers(plain), *_known(plain, family)]
    for kind, certain, pattern in _COMPILED:
        for each in pattern.finditer(plain):
            start, end = each.span("it" if "it" in pattern.groupindex else 0)
            if kind is Kind.FIRM and _ONLY_A_KIND.fullmatch(plain, start, end):
                continue
            found.append(Sign(start, end, kind, certain))
    return tuple(_apart(found))


def _plain(text: str) -> str:
    """Return the text sign for sign, with narrow letters and ASCII digits, and nothing invisible between them."""
    return "".join(_narrow(sign) for sign in text)


def _narrow(sign: str) -> str:
    if _HIDDEN.match(sign):
        return " "
    digit = unicodedata.decimal(sign, None)
    if digit is not None:
        return str(digit)
    narrow = unicodedata.normalize("NFKC", sign)
    return narrow if len(narrow) == 1 else sign


def _numbers(plain: str) -> Iterator[Sign]:
    spoken = "".join(_SPOKEN.get(sign, sign) for sign in plain)
    for view in {plain: 0, spoken: 0}:
        for run in _runs(view):
            digits = re.sub(r"[^0-9Xx]", "", run[0])
            kind = _kind_of(digits)
            if kind is Kind.NUMBER and _is_no_datum(view, run, digits):
                continue
            if not _FICTIONAL.fullmatch(digits):
                yield Sign(*run.span(), kind, kind is not Kind.NUMBER)


def _runs(view: str) -> Iterator["re.Match[str]"]:
    """Give the runs of digits; one in which a mobile number stands as a whole is that number and what is around it."""
    for run in _RUN.finditer(view):
        mobiles = [*_MOBILE.finditer(view, *run.span())]
        if _kind_of(re.sub(r"[^0-9Xx]", "", run[0])) is not Kind.NUMBER or not mobiles:
            yield run
            continue
        at = run.start()
        for mobile in mobiles:
            yield from _RUN.finditer(view, at, mobile.start())
            yield mobile
            at = mobile.end()
        yield from _RUN.finditer(view, at, run.end())


def _is_no_datum(view: str, run: "re.Match[str]", digits: str) -> bool:
    whole = digits == run[0]
    return (
        (whole and digits in _CARE)
        or _DATE.fullmatch(run[0]) is not None
        or (whole and len(digits) <= 8 and _AMOUNT.match(view, run.end()) is not None)
    )


def _kind_of(digits: str) -> Kind:
    digits = re.sub(r"^(?:00)?86(?=1[3-9]\d{9}$)", "", digits)
    if re.fullmatch(r"1[3-9]\d{9}|0\d{9,11}|[48]00\d{7}", digits):
        return Kind.PHONE
    if re.fullmatch(
        r"[1-9]\d{5}(?:(?:18|19|20)\d\d(?:0[1-9]|1[0-2])\d{5}[\dXx]|\d\d(?:0[1-9]|1[0-2])[0-3]\d{4})", digits
    ):
        return Kind.ID_NUMBER
    if re.fullmatch(r"\d{17}[\dXx]", digits):
        return Kind.ID_NUMBER
    if re.fullmatch(r"\d{16,19}", digits):
        return Kind.BANK_CARD
    if re.fullmatch(r"[2-8]\d{6,7}", digits) and not _DATE.fullmatch(digits):
        return Kind.PHONE
    return Kind.NUMBER


def _known(plain: str, family: Iterable[str]) -> Iterator[Sign]:
    for masked in family:
        begin = masked.rstrip("*")
        stars = len(masked) - len(begin)
        if begin and stars:
            for each in re.finditer(rf"{re.escape(begin)}{_HAN}{{{stars}}}", plain):
                yield Sign(*each.span(), Kind.NAME, certain=False)


def _apart(found: list[Sign]) -> Iterator[Sign]:
    """Give signs that do not overlap; what is only a part of another one, or less certain, is covered by it."""
    taken: list[Sign] = []
    for each in sorted(found, key=lambda sign: (not sign.certain, sign.start - sign.end, sign.start)):
        if all(each.end <= other.start or other.end <= each.start for other in taken):
            taken.append(each)
    yield from sorted(taken, key=lambda sign: sign.start)
