"""Who is in the demo world: names, what they are like, and the accounts that a newcomer may sign in with."""

from random import Random
from typing import NamedTuple

DEMO_DOMAIN = "demo.livefair.example"


class HostPart(NamedTuple):
    """A host: the demo account if `account` is one, else an account of their own."""

    account: str
    zh: str
    about_zh: str
    about_en: str
    room_zh: str
    signed: bool
    specialities: tuple[str, ...]


HOSTS = (
    HostPart(
        "host",
        "阿橙",
        "什么都先自己用一个月再说。",
        "I use things for a month before I show them.",
        "阿橙的试用间",
        True,
        ("cloud-runner", "star-cap", "square-shades", "ridge-phones", "veg-tan-bag", "dawn-watch"),
    ),
    HostPart(
        "qingci",
        "青瓷先生",
        "泡茶、烧瓷、慢慢聊。",
        "Tea, clay and slow talk.",
        "青瓷先生的茶桌",
        True,
        ("peacock-mug", "celadon-teapot", "clay-teapot", "persimmon-mug", "amber-candle", "trail-bottle"),
    ),
    HostPart(
        "maymay",
        "May 在路上",
        "背包客，只推荐背得动的。",
        "Backpacker. If it is too heavy, it is out.",
        "May 的背包",
        False,
        ("fruit-tote", "jade-bucket", "trail-bottle", "sport-phones", "night-trainer", "check-scarf"),
    ),
    HostPart(
        "deng",
        "灯下小陈",
        "给房间换一种光。",
        "A different light for your room.",
        "灯下",
        False,
        ("pleat-lamp", "mushroom-lamp", "moon-notebook", "bloom-cactus", "pocket-radio", "hug-bear"),
    ),
)

MCN = ("星河经纪", "Xinghe Talents", 3000)
"""zh, en, its part of a host's commission in basis points."""

_ZH_GIVEN = [
    "北岛",
    "橘子汽水",
    "竹林听雨",
    "海盐拿铁",
    "周末去爬山",
    "小鹿不加糖",
    "老王的猫",
    "阿May",
    "云边",
    "木子李",
    "半夏",
    "山药蛋",
    "晚风",
    "七月的风",
    "柿子熟了",
    "蓝莓酱",
    "南风",
    "青团",
    "十一月",
    "雨天读书",
    "拾穗",
    "薄荷糖",
    "大白兔",
    "麦田",
    "小满",
    "芒种",
    "谷雨",
    "白露",
    "清明茶",
    "桂花糕",
    "糯米",
    "豆浆",
    "三分糖",
    "早起的鸟",
    "夜航船",
    "不吃香菜",
    "想养狗",
    "有只猫",
    "爱喝水",
    "走路带风",
]
_EN_GIVEN = [
    "Theo",
    "Luna",
    "Kiki",
    "Ben",
    "Mara",
    "Nils",
    "Ada",
    "Jonas",
    "Iris",
    "Hugo",
    "Lena",
    "Omar",
    "Tess",
    "Ravi",
    "Noor",
    "Felix",
    "Ines",
    "Sam",
    "Yuki",
    "Pia",
    "Leo",
    "Cleo",
    "Max",
    "Vera",
    "Finn",
    "Nora",
    "Eli",
    "Rosa",
    "Kai",
    "Zoe",
]


def customer_names(count: int, rng: Random) -> list[tuple[str, str]]:
    """(name, locale), all different; about one in four writes English."""
    names: dict[str, str] = {}
    while len(names) < count:
        if rng.random() < 0.26:
            names.setdefault(f"{rng.choice(_EN_GIVEN)}_{rng.randint(2, 99)}", "en")
        else:
            name = rng.choice(_ZH_GIVEN)
            names.setdefault(name if name not in names else f"{name}{rng.randint(1, 99)}", "zh")
    return list(names.items())
