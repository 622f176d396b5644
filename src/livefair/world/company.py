"""What the demo host does beside showing goods: another host sits down for a while, brands are asked for more."""

import asyncio
import contextlib

from livefair.catalog.queries import skus_of
from livefair.kernel import MINUTE_MS, Actor, Database, ReadTx, Refusal, WriteTx
from livefair.live import assort, show_on_air
from livefair.live.cohosting import accept_terms, end_seat, invite
from livefair.live.restocks import Restock, ask_for_more, restocks_of, votes_for_more
from livefair.live.run_of_show import BlockDraft, add_block
from livefair.people import actor_of, person_called
from livefair.people.ages import age_of, confirm_age
from livefair.world.cast import HOSTS

ALONE_S, TOGETHER_S = 420.0, 120.0
SHARE_BP = 1_500
LOOK_S = 30.0
VOTES_LEAST = 3
PIECES = 50
BLOCK_MS = 2 * MINUTE_MS
SCRIPT = "先看细节，再报价格。\n说清材质、尺寸和退货方式。\nShow it close, then say the price."


def write_run(tx: WriteTx, actor: Actor, show_id: str, product_ids: list[str]) -> dict[str, str]:
    """The goods of a show, each with a block of its own. Returns product → block."""
    add_block(tx, actor, show_id, BlockDraft("greeting", MINUTE_MS, "大家好 · Hello"))
    found = {}
    for product_id in product_ids:
        assort(tx, actor, show_id, product_id)
        draft = BlockDraft("product", BLOCK_MS, product_id=product_id, script=SCRIPT)
        found[product_id] = add_block(tx, actor, show_id, draft)
    add_block(tx, actor, show_id, BlockDraft("questions", BLOCK_MS, layout="talk"))
    return found


async def keep_company(db: Database, host: Actor, room_id: str, beside: int) -> None:
    """The host of this number visits now and then; without a camera, as somebody on a train would."""
    while True:
        await asyncio.sleep(ALONE_S)
        with contextlib.suppress(Refusal):
            seat_id = await db.write(sit_down, host, room_id, beside)
            await asyncio.sleep(TOGETHER_S)
            await db.write(end_seat, host, seat_id)


def sit_down(tx: WriteTx, actor: Actor, room_id: str, beside: int) -> str:
    """Both agree at once. Returns the seat's id."""
    guest = actor_of(tx, person_called(tx, f"{HOSTS[beside].account}@example.org") or "")
    if age_of(tx, guest.id) == "unknown":
        confirm_age(tx, guest, "1990-05-31")
    seat = invite(tx, actor, room_id, guest.id, share_bp=SHARE_BP)
    accept_terms(tx, guest, seat.id, version=1)
    return seat.id


async def ask_brands(db: Database, host: Actor, room_id: str) -> None:
    """Whenever a few viewers want more of something."""
    while True:
        await asyncio.sleep(LOOK_S)
        sku_id = await db.read(most_wanted, room_id)
        if sku_id is not None:
            with contextlib.suppress(Refusal):
                await db.write(ask_for_more, host, room_id, sku_id, wanted=PIECES)


def most_wanted(tx: ReadTx, room_id: str) -> str | None:
    """A SKU of the product that most viewers want more of, unless its brand was asked for it already."""
    show = show_on_air(tx, room_id)
    votes = votes_for_more(tx, show.id) if show else {}
    asked = {restock.product_id for restock in asked_in(tx, room_id)}
    wanted = [product for product, count in votes.items() if count >= VOTES_LEAST and product not in asked]
    best = max(wanted, key=lambda product: (votes[product], product), default=None)
    skus = skus_of(tx, best) if best else []
    return skus[0].id if skus else None


def asked_in(tx: ReadTx, room_id: str) -> list[Restock]:
    show = show_on_air(tx, room_id)
    return restocks_of(tx, show.id) if show else []
