"""What people in the demo world say, in Chinese and English. Chosen by seed, never by a model."""

from random import Random

CHAT = {
    "zh": (
        "来了来了",
        "第一次来，先关注",
        "这个颜色好看",
        "主播讲得好细",
        "上次买的那个用到现在",
        "能看看底部吗",
        "价格查了，近一个月最低",
        "送人合适吗",
        "声音很清楚",
        "想看近一点",
        "已下单",
        "有没有小一号的",
        "哈哈哈哈",
        "做工可以",
        "等下班就能收到了",
        "刚才那个再讲一遍",
    ),
    "en": (
        "just got here",
        "love that colour",
        "can you show the bottom?",
        "bought one last month, still great",
        "how does it compare to the last one?",
        "ordered!",
        "the price history checks out",
        "closer please",
        "ha, nice one",
        "good for a gift?",
        "clear picture today",
        "does it come in blue?",
    ),
}

# What the hosts of the demo world do not want said in their rooms.
UNWANTED = ("加微信", "私下交易", "刷单", "代购返现", "telegram", "cash back")

# Said in bad temper, and what it becomes when somebody thinks again.
BLUNT = {"zh": ("主播闭嘴，先看东西", "请先看看东西"), "en": ("shut up and show it", "please show it first")}

QUESTIONS = {
    "zh": (
        ("是什么材质的？", "标签和检测报告都在商品页的“说法与来源”里，我拿近给大家看。"),
        ("能机洗吗？", "不建议机洗，用湿布擦就好，说明书第二页写了。"),
        ("有多重？", "刚称过，数字写在商品页，和包装上一致。"),
        ("保修多久？", "品牌写的是一年，七天无理由照常。"),
        ("和上一款差在哪？", "握感和底部改了，我两款一起拿给你们看。"),
        ("发货要几天？", "品牌承诺 48 小时内发货。"),
    ),
    "en": (
        (
            "What is it made of?",
            "The label is on screen now; the report is under facts and sources on the product page.",
        ),
        ("How long is the warranty?", "A year from the brand, and seven days without a reason."),
        ("Does it run small?", "Take your usual size; I wear a 38 and so is this one."),
        ("When does it ship?", "The brand promises within 48 hours."),
    ),
}

COMMENTS = {
    "zh": (
        "光线拍得真好",
        "看完想去试试",
        "同款用了半年，没坏",
        "背景音乐叫什么",
        "讲到重点了",
        "终于有人把缺点也说了",
    ),
    "en": (
        "so well shot",
        "finally someone shows the drawbacks",
        "had mine for half a year",
        "what is the music?",
        "this made my day",
    ),
}

REVIEWS: dict[int, dict[str, tuple[str, ...]]] = {
    5: {
        "zh": ("和直播里看到的一样，细节处理得很好。用了一周，没有异味。", "家里人抢着用，准备再买一个送朋友。"),
        "en": (
            "Exactly what I saw in the show. A week in and still happy.",
            "My family keeps stealing it. Ordering another one.",
        ),
    },
    4: {
        "zh": ("整体满意，包装可以再简单一点。", "颜色比照片深一点点，但更耐看。"),
        "en": (
            "Happy with it; the packaging could be simpler.",
            "A shade darker than the photo, which I like even more.",
        ),
    },
    3: {
        "zh": ("东西没问题，就是比想象的小，下单前看好尺寸。",),
        "en": ("Fine, but smaller than I thought. Check the size before you order.",),
    },
    2: {
        "zh": ("到手有一处小划痕，客服答应换，但要等。",),
        "en": ("Came with a small scratch. They will replace it, but it takes time.",),
    },
}

FILM_TITLES = (
    ("跑了一百公里之后", "After a hundred kilometres"),
    ("孔雀蓝是怎么烧出来的", "How peacock blue comes out of the kiln"),
    ("一副墨镜，三张脸", "One pair of shades, three faces"),
    ("把房间调暗一点", "Turn the room down a little"),
    ("帽子到底怎么洗", "How to wash a cap, really"),
    ("青瓷壶的第一泡", "First brew in a celadon pot"),
    ("皮子会记得你", "Leather remembers you"),
    ("给熊缝一只耳朵", "Sewing an ear back on"),
    ("清晨六点的表盘", "A dial at six in the morning"),
    ("口袋里的收音机", "A radio in the pocket"),
    ("在地铁里安静下来", "Quiet in the underground"),
    ("仙人掌今天开花", "The cactus blooms today"),
)
# What each film is about; two films of one topic or more lead from one to the other.
FILM_TOPICS = (
    ("跑步日记", "用久一点"),
    ("手艺人", "慢生活"),
    ("一镜到底",),
    ("慢生活", "小房间"),
    ("用久一点",),
    ("慢生活", "手艺人"),
    ("手艺人", "用久一点"),
    ("手艺人",),
    ("一镜到底", "小房间"),
    ("用久一点", "小房间"),
    ("跑步日记",),
    ("慢生活", "小房间"),
)

FACTS = (
    ("产地", "Made in", "浙江", "Zhejiang", "包装标签 / package label"),
    ("质保", "Warranty", "一年", "one year", "保修卡 / warranty card"),
    ("安全检测", "Safety test", "合格", "passed", "检测报告 GB/T 2026-0417 / lab report"),
)

FAMILY_FACTS: dict[str, tuple[tuple[str, str, str, str, str], ...]] = {
    "sneaker": (
        ("鞋面", "Upper", "再生涤纶织物", "recycled polyester knit", "吊牌 / hang tag"),
        ("单只重量", "Weight, one shoe", "238 克（38 码）", "238 g (size 38)", "自测 / own scale"),
    ),
    "glasses": (("紫外线阻隔", "UV protection", "UV400", "UV400", "检测报告 / lab report"),),
    "mug": (
        ("容量", "Volume", "320 毫升", "320 ml", "自测 / own measure"),
        ("釉", "Glaze", "无铅", "lead-free", "检测报告 / lab report"),
    ),
    "teapot": (("容量", "Volume", "220 毫升", "220 ml", "自测 / own measure"),),
    "bottle": (("保温", "Keeps warm", "12 小时 ≥ 55 °C", "12 h at 55 °C or more", "检测报告 / lab report"),),
    "headphones": (("续航", "Battery", "36 小时", "36 h", "自测 / own test"),),
    "handbag": (
        ("皮料", "Leather", "植鞣头层牛皮", "vegetable-tanned full grain", "供应商证明 / supplier's certificate"),
    ),
    "lamp": (("色温", "Colour temperature", "2700 K", "2700 K", "包装标签 / package label"),),
}


def pick(words: dict[str, tuple[str, ...]], locale: str, rng: Random) -> str:
    return rng.choice(words[locale])


# What brands tell of themselves, in the order of the cast: title and text in both languages.
STORIES = (
    (
        "同一条街上的三代人",
        "Three generations in one street",
        "祖父修补，父亲制作，我们还在同一条街上开着门。每一批货由同一张工作台出来。",
        "Grandfather mended, father made, and we still keep our door open in the same street.",
    ),
    (
        "为什么我们做得慢",
        "Why we are slow",
        "一次只做一窑，做坏的留在店里给大家看，所以有时要等。",
        "We fire one kiln at a time and show what went wrong in the shop, so sometimes you wait.",
    ),
)
