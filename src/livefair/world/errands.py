"""What happens around the show: brands ship, buyers unpack, and brands answer hosts who want more stock.

Only for simulated people; what a newcomer buys or sells is left to the newcomer.
"""

import asyncio
import contextlib
from random import Random

from livefair.kernel import MINUTE_MS, SYSTEM, Actor, Database, ReadTx, Refusal
from livefair.live.restocks import answer_for_more, restocks_for_brand
from livefair.people import actor_of, person_for
from livefair.people.organisations import members_of, organisations
from livefair.shop import confirm_receipt, ship_order
from livefair.shop.fulfilment import Packed
from livefair.shop.queries import OrderCard, orders_of_brand
from livefair.supply.carriers import NAME as FAIR_EXPRESS

ROUND_S = 20.0
SHIPPED_AFTER_MS = MINUTE_MS
ARRIVES_AFTER_MS = 2 * MINUTE_MS
ANSWERS_AFTER_MS = MINUTE_MS


async def run(db: Database, rng: Random) -> None:
    while True:
        await asyncio.sleep(ROUND_S)
        await asyncio.to_thread(go_round, db, rng)


def go_round(db: Database, rng: Random) -> None:
    """Ship what was paid a minute ago, unpack what was shipped two minutes ago; a few at a time."""
    for brand in db.read_now(brands):
        organisation_id = str(brand.organisation_id)
        for card in db.read_now(orders_of_brand, organisation_id, state="paid", most=50):
            if _is_due(db, card, card.order.paid_at_ms, SHIPPED_AFTER_MS):
                send(db, rng, brand, card.order.id)
        for card in db.read_now(orders_of_brand, organisation_id, state="shipped", most=50):
            if _is_due(db, card, card.order.shipped_at_ms, ARRIVES_AFTER_MS):
                with contextlib.suppress(Refusal):
                    db.write_now(confirm_receipt, Actor(card.order.buyer_id), card.order.id)
        answer_for_more_in_time(db, brand)


def send(db: Database, rng: Random, brand: Actor, order_id: str) -> None:
    """By the carrier of the fair, which tells where the parcel is, or by another."""
    is_followed, number = rng.random() < 0.5, f"LF{rng.randint(10**9, 10**10 - 1)}"
    carrier = FAIR_EXPRESS if is_followed else "顺丰 SF"
    with contextlib.suppress(Refusal):
        packed = Packed(is_followed=is_followed)
        db.write_now(ship_order, brand, order_id, carrier=carrier, tracking=number, packed=packed)


def answer_for_more_in_time(db: Database, brand: Actor) -> None:
    """Whoever is the brand has a minute to answer first."""
    for restock in db.read_now(restocks_for_brand, str(brand.organisation_id)):
        if restock.answered_at_ms is None and db.clock() - restock.asked_at_ms >= ANSWERS_AFTER_MS:
            with contextlib.suppress(Refusal):
                db.write_now(answer_for_more, brand, restock.id, pieces=restock.wanted)


def brands(tx: ReadTx) -> list[Actor]:
    """One member of each brand, acting for it."""
    return [actor_of(tx, members_of(tx, found.id)[0].person_id) for found in organisations(tx, "brand")]


def _is_due(db: Database, card: OrderCard, since_ms: int | None, wait_ms: int) -> bool:
    if since_ms is None or db.clock() - since_ms < wait_ms:
        return False
    return db.read_now(person_for, SYSTEM, card.order.buyer_id).email.endswith("@example.org")
