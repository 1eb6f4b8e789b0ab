"""Chinese family names and the signs that given names are made of: what a name in a text is known by."""

COMMON = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田"
    "姜范石姚谭廖邹熊陆郝孔崔康毛邱秦江史顾侯邵孟龙段雷钱汤尹黎易武乔贺赖龚庞樊兰殷施陶洪翟颜倪严牛温芦季俞章鲁葛伍韦申"
    "尤毕聂焦柳邢岳齐梅莫庄辛管祝左涂谷祁耿牟卜詹关苗凌费纪靳盛童欧甄项曲游阳裴席卫屈鲍覃霍翁隋植甘景薄单柏宁柯阮桂闵解"
    "强丛丘冉"
)
"""Of one sign. Those that stand in too many other words (于 和 时 高 金 白 方 路 万 任 安 常 成) are in `OTHER`."""
OTHER = frozenset("高于金白方路万任安常成文向车水包房候肖闫代古")
"""Family names that are words as well."""
DOUBLE = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "长孙",
    "夏侯",
    "令狐",
    "司徒",
    "宇文",
)
GIVEN = frozenset(
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛超秀霞平刚桂英华玉兰红梅建国志明永海文辉斌浩宇鹏飞凯鑫雷波峰亮龙健俊晨欣怡婷雪琳洁倩"
    "颖慧晶燕玲萍莉芬珍凤琴云莲淑爱春菊香月荣彩巧翠雅蓉瑞宝福贵德祥庆才富忠信义仁礼立民生胜利振兴伦哲睿轩涵梓萱诗梦佳琪"
    "晓小思美娇媛莎瑶璐璇媚婉珊茜莹薇蕾倪露雯昕旭阳光东升林松柏树根山川江河泉源坤乾清正义良善友朋恒毅坚威武猛虎豹雄震"
)
"""Signs that given names often have."""
