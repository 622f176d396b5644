"""Shows that hosts of the demo world have planned, each with a run of show, and viewers who wait for them.

The first host has rehearsed theirs.
"""

from collections.abc import Sequence
from typing import NamedTuple

from livefair.kernel import DAY_MS, HOUR_MS, MINUTE_MS, Actor, WriteTx
from livefair.live import assort
from livefair.live.assortments import cast_product
from livefair.live.planning import Draft, plan_series
from livefair.live.reminders import remind_me
from livefair.live.rules import GOODS_ROLES
from livefair.live.rules.series import Repeat
from livefair.live.run_of_show import BlockDraft, add_block
from livefair.world.fair import Fair
from livefair.world.rehearsing import rehearse

HOSTS = 3
REHEARSED = 1
WAITING = 40
TITLES = ("周末专场 · Weekend show", "新品首播 · First showing", "老粉之夜 · An evening for regulars")
SCRIPT = "先看细节，再报价格。\n说清材质、尺寸和退货方式。\nShow it close, then say the price."


class Planned(NamedTuple):
    host: Actor
    room_id: str
    product_ids: Sequence[str]


def plan_ahead(fair: Fair) -> None:
    """A weekly series for each of the first hosts, the first one on the day after the month's end."""
    for number, host in enumerate(fair.hosts[:HOSTS]):
        goods = [fair.goods[key].product_id for key in host.goods[:4]]
        at_ms = fair.plan.ends_at_ms // HOUR_MS * HOUR_MS + DAY_MS + number * 3 * HOUR_MS
        planned = Planned(host.actor, host.room_id, goods)
        show_id = fair.db.write_now(plan_weekly, planned.host, planned, title=TITLES[number], at_ms=at_ms)
        crowd = fair.rng(f"waiting {number}").sample(fair.customers, min(len(fair.customers), WAITING // (number + 1)))
        for customer in crowd:
            fair.db.write_now(remind_me, customer.actor, show_id)
        if number < REHEARSED:
            rehearse(fair, host.actor, show_id, fair.rng(f"rehearsing {number}"))


def plan_weekly(tx: WriteTx, actor: Actor, planned: Planned, *, title: str, at_ms: int) -> str:
    """Three weeks of a show; the first one's run is written. Returns its id."""
    draft = Draft(title, "studio", at_ms)
    show_id = plan_series(tx, actor, planned.room_id, draft, Repeat("weekly", 3, "Asia/Shanghai"))[0]
    add_block(tx, actor, show_id, BlockDraft("greeting", 3 * MINUTE_MS, "大家好 · Hello"))
    for number, product_id in enumerate(planned.product_ids):
        assort(tx, actor, show_id, product_id)
        cast_product(tx, actor, show_id, product_id, role=GOODS_ROLES[number % len(GOODS_ROLES)])
        block = BlockDraft("product", 8 * MINUTE_MS, product_id=product_id, script=SCRIPT)
        add_block(tx, actor, show_id, block)
        if number == 1:
            add_block(tx, actor, show_id, BlockDraft("questions", 5 * MINUTE_MS))
    add_block(tx, actor, show_id, BlockDraft("draw", 3 * MINUTE_MS))
    add_block(tx, actor, show_id, BlockDraft("closing", 2 * MINUTE_MS))
    return show_id
