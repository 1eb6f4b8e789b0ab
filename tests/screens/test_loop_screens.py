"""Each screen of the loop whole, at 80x24 in Chinese, as text: what stands where, and that nothing runs together."""

from typing import Any

import pytest

from hotline.codes import Channel
from wording import set_language

from .host import NARROW, Host, press, settled, until
from .loop_cases import at_unit, missed, replied, to_sign
from .test_callbacks import with_callbacks
from .test_supervision import ASKED, NAMED, with_supervisor
from .test_unit_desk import NOTICE, with_unit


def _call_back() -> Host:
    handled = replied(3, handlers=("5001",), title="路灯不亮")
    return with_callbacks(replied(callbacks=(missed(24),)), handled)


def _unit_desk() -> Host:
    return with_unit(to_sign(1), at_unit(2, supervisions=(NOTICE,), title="路灯不亮", urge_count=2))


def _supervision() -> Host:
    return with_supervisor(
        at_unit(1, hours_left=-2),
        at_unit(2, channel=Channel.PROVINCE, extensions=(ASKED,), title="路灯不亮"),
        at_unit(3, hours_left=3, naming=NAMED),
    )


CALL_BACK = [
    " 12345 唐山  0042席  王敏 5001  早班                               在线   未传0",
    " 待回访 2   最早 14:18                                                截至14:32",
    "  灯       编号              已拨        承办单位      事项              1-1 / 2",
    "> 余7小时  0017-01-000901-6  1/3，1天前  路北区住建局  祥富里社区停水",
    "",
    " 0017-01-000901-6   待回访   跟单员 1042",
    " 回拨：李**  138****5678",
    " 路北区住建局答复  已解决",
    " 已换水泵，恢复供水。",
    " 第2次拨打，共须3次、跨2天；此前：11-20 14:32 无人接听",
    " 话术：您反映的事项承办单位已经答复，请问现在方便吗？",
    "",
    " 祥富里社区停水",
    " 昨晚八点起全楼停水。",
    "",
    " 来电人：李**  138****5678",
    " 0017-01-000901-6  回访：祥富里社区停水",
    " 单位已联系 / 未解决 / 不满意",
    " 退回单位重新办理，办完再给您回访。",
    "",
    "",
    "  1  诉求合理、尚未解决：退回单位重办",
    "  2  诉求不合理或已无法再办：办结",
    " 1-9 选择  0 上一题  Esc 返回  Ctrl+R 受理台",
]
UNIT_DESK = [
    " 12345 唐山  0042席  王敏 U7  早班                                 在线   未传0",
    " 本单位 2   红灯 1!!   最早 14:18                      路北区住建局   截至14:32",
    "  灯        编号              等待签收    该办什么  已催办  事项",
    "  余20小时  0017-01-000901-6  3小时!!     待签收            祥富里社区停水",
    "> 余20小时  0017-01-000902-4  已签，30分  回复督办  2次     路灯不亮",
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    " 0017-01-000902-4   办理中   跟单员 1042",
    " 已催办：2次",
    " 路灯不亮",
    " 昨晚八点起全楼停水。",
    " 来电人：李**  138****5678",
    " 地点：路北区 / 机场路街道 / 祥富里社区",
    " 12:02由U7签收，派来后30分",
    " 督办单，须在11-22 14:32前回复：请说明进度!",
    " emergency11-22 10:32到期  余20小时",
    " 下面还有5行",
    "",
    " 回车 往下看  V 回复督办  R 答复  C 已联系  E 延期  B 退单  X 不计考核  F1 帮助",
]
SUPERVISION = [
    " 12345 唐山  0042席  王敏 6001  早班                               在线   未传0",
    " 督办 3   待审 1!   黄灯 1!   红灯 1!!   最早 14:18                   截至14:32",
    "  灯            编号              待办      重点来源  承办单位      事项",
    "  红 超2小时!!  0017-01-000901-6                      路北区住建局  祥富里社区..",
    "> 黄 余3小时!   0017-01-000903-2  曝光待审            路北区住建局  祥富里社区..",
    "  余20小时      0017-01-000902-4  延期待审  省平台    路北区住建局  路灯不亮",
    "",
    "",
    "",
    "",
    "",
    "",
    " 0017-01-000903-2   办理中   跟单员 1042",
    " 现在：路北区住建局",
    " 曝光路北区住建局：待审核（6002，14:32）：多次拖延",
    " 还可延期24小时",
    " emergency17:32到期  余3小时  黄!",
    "",
    " 祥富里社区停水",
    " 昨晚八点起全楼停水。",
    "",
    " 下面还有4行",
    "",
    " 回车 往下看  空格 督办  H 挂账  F6 另一列表  F9 看明文  Ctrl+F 查找  F1 帮助",
]


@pytest.mark.parametrize(
    ("make", "keys", "rows"),
    [
        (_call_back, ("enter", "space", "1", "1", "3", "3"), CALL_BACK),
        (_unit_desk, ("down",), UNIT_DESK),
        (_supervision, ("down",), SUPERVISION),
    ],
)
async def test_the_whole_screen(make: Any, keys: tuple[str, ...], rows: list[str]) -> None:
    set_language("zh")
    app = make()
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: app.screen.view is not None)
        await settled(pilot)
        await press(pilot, *keys)
        await settled(pilot)
        assert app.rows == rows
