"""Ideas of the demo world: one that has become a product, one being made, one declined, some that gather support."""

from typing import NamedTuple

from livefair.community import (
    IdeaDraft,
    accept_idea,
    decline_idea,
    launch_idea,
    merge_ideas,
    publish_idea,
    show_prototype,
    support_idea,
)
from livefair.governance.idea_policy import IdeaKnobs, set_idea_policy
from livefair.kernel import Actor
from livefair.people import actor_of
from livefair.world.fair import Customer, Fair
from livefair.world.setting_up import demo

SCRIPT_DAYS = 30
NEEDED = 24
"""Supporters that oblige a brand to answer, in a fair of some 300 people."""


class Thought(NamedTuple):
    """`goods`: the key of a product of the brand it is for; `improves`: whether it is about that very product."""

    name: str
    day: int
    goods: str
    zh: tuple[str, str]
    en: tuple[str, str]
    supporters: int
    improves: bool = False


THOUGHTS = (
    Thought(
        "phones",
        1,
        "sport-phones",
        (
            "夜跑也能听见车声的耳机",
            "夜里跑步戴耳机总怕听不见车。要能一按就放进外面的声音，还要有反光条。给下班后才有空跑步的人。",
        ),
        (
            "Headphones that let cars be heard",
            "Running at night I am afraid to miss a car. One press should let sounds in.",
        ),
        30,
    ),
    Thought(
        "phones-too",
        2,
        "sport-phones",
        ("跑步耳机加一个环境音键", "摘下来再戴上太麻烦，一个按键就能听见外面，跑夜路的人最需要。"),
        ("An outside-sound button on running headphones", "Taking them off is a bother; one button would do."),
        6,
    ),
    Thought(
        "glow",
        9,
        "cloud-runner",
        ("跑鞋后跟换成可充电的灯", "夜跑的时候后跟亮一点，车子远远就能看见。充一次电用一周就够。"),
        ("A rechargeable light in the heel", "So that cars see a runner from afar. A week per charge is enough."),
        26,
        improves=True,
    ),
    Thought(
        "mug",
        14,
        "peacock-mug",
        ("杯盖翻过来就是杯垫", "桌上总有一圈水印。杯盖翻过来当杯垫，一件东西两个用处，给天天在桌边喝茶的人。"),
        ("A lid that is a coaster", "My desk has rings everywhere. Turn the lid over and it is a coaster."),
        28,
        improves=True,
    ),
    Thought(
        "bag",
        25,
        "veg-tan-bag",
        ("手提包里加一块可拆的电脑隔层", "上班背它，周末不想带电脑，隔层拆下来就是一只轻的包。"),
        ("A laptop sleeve that comes out of the bag", "With it for work, without it at the weekend."),
        25,
        improves=True,
    ),
    Thought(
        "cap",
        27,
        "star-cap",
        ("给扎马尾的人做一顶帽子", "后面留一个可以调的口，马尾从里面穿出来，跑步和带孩子都方便。"),
        ("A cap for people with a ponytail", "With an opening at the back that can be set."),
        17,
        improves=True,
    ),
    Thought(
        "shades",
        28,
        "square-shades",
        ("墨镜腿可以换颜色", "镜框不变，镜腿一扣就换，一副眼镜配一柜子衣服。"),
        ("Sunglasses whose temples can be changed", "One frame, a temple for each outfit."),
        9,
        improves=True,
    ),
)
ANSWERS = {
    "phones": "做！环境音键和反光条都会有。Yes: a button for outside sounds, and a reflective band.",
    "glow": "工程师说能做，先打样。Our engineers say it can be done; a sample comes first.",
    "mug": "试过软木和陶瓷，都过不了洗碗机，这次不做了。Neither cork nor clay survives the dishwasher: not this time.",
}


class Inventing:
    """What becomes of the ideas from day to day; the ids of those that are there."""

    def __init__(self, fair: Fair) -> None:
        self._fair, self._db = fair, fair.db
        self._ids: dict[str, str] = {}

    def day(self, day: int) -> None:
        """The story is written for SCRIPT_DAYS days; a shorter world lives through it faster."""
        for script_day in range(SCRIPT_DAYS):
            if script_day * self._fair.plan.days // SCRIPT_DAYS == day:
                self._play(script_day)

    def _play(self, day: int) -> None:
        if day == 0:
            self._db.write_now(set_idea_policy, demo(self._fair, "operator"), IdeaKnobs(supporters_needed=NEEDED))
        for thought in THOUGHTS:
            if thought.day == day:
                self._bring(thought)
        if day == 3:
            self._merge("phones-too", "phones")
            self._accept("phones", 150)
        if day == 5:
            self._say("phones", "第一副样品能听见自行车铃了。The first sample lets a bicycle bell through.")
        if day == 6:
            product_id = self._fair.goods["sport-phones"].product_id
            self._db.write_now(launch_idea, self._brand("sport-phones"), self._ids["phones"], product_id=product_id)
        if day == 16:
            self._accept("glow", 100)
            said = ANSWERS["mug"]
            self._db.write_now(decline_idea, self._brand("peacock-mug"), self._ids["mug"], text=said)
        if day == 24:
            self._say("glow", "后跟灯的样品在路上。A sample of the heel light is on its way.")

    def _bring(self, thought: Thought) -> None:
        """By one who is here already; what says the same is put together later, by people."""
        rng = self._fair.rng(f"idea:{thought.name}")
        author, *others = rng.sample(self._fair.customers, min(len(self._fair.customers), thought.supporters + 1))
        title, text = thought.zh if author.locale == "zh" else thought.en
        brand_id = self._brand(thought.goods).organisation_id or ""
        product_id = self._fair.goods[thought.goods].product_id if thought.improves else None
        draft = IdeaDraft(brand_id, title, text, product_id)
        self._ids[thought.name] = self._db.write_now(publish_idea, author.actor, draft, key=f"idea:{thought.name}")
        for other in others:
            self._stand_behind(other, thought.name)

    def _stand_behind(self, customer: Customer, name: str) -> None:
        self._fair.clock.advance(1)
        self._db.write_now(support_idea, customer.actor, self._ids[name])

    def _merge(self, name: str, into: str) -> None:
        self._db.write_now(merge_ideas, self._brand("sport-phones"), self._ids[name], into_id=self._ids[into])

    def _accept(self, name: str, royalty_bp: int) -> None:
        goods = next(thought.goods for thought in THOUGHTS if thought.name == name)
        said = ANSWERS[name]
        self._db.write_now(accept_idea, self._brand(goods), self._ids[name], text=said, royalty_bp=royalty_bp)

    def _say(self, name: str, text: str) -> None:
        goods = next(thought.goods for thought in THOUGHTS if thought.name == name)
        self._db.write_now(show_prototype, self._brand(goods), self._ids[name], text=text)

    def _brand(self, goods: str) -> Actor:
        return self._db.read_now(actor_of, self._fair.goods[goods].brand.id)
