"""A fact that was corrected reaches everybody who bought under the old one: once in their notes, and on the order."""

from typing import NamedTuple

from sqlalchemy import bindparam, select

from livefair.catalog.facts import corrections_since, fact_called
from livefair.catalog.queries import product_cards
from livefair.kernel import SYSTEM, Actor, ReadTx, WriteTx, job, query, word_in
from livefair.people.devices import DeviceNote
from livefair.people.notes import leave_note
from livefair.shop.models import ORDER, ORDER_LINE

TOLD_PER_RUN = 200
_HELD_STATES = ("paid", "shipped", "delivered")


class Corrected(NamedTuple):
    """What a buyer is told on an order: what was said when it was placed, and what is said now."""

    name_zh: str
    name_en: str
    before_zh: str
    before_en: str
    value_zh: str
    value_en: str
    source: str
    at_ms: int


class _Buyer(NamedTuple):
    person_id: str
    order_id: str


_BUYERS = query(
    _Buyer,
    select(ORDER.c.buyer_id, ORDER.c.id)
    .join_from(ORDER_LINE, ORDER, ORDER.c.id == ORDER_LINE.c.order_id)
    .where(
        ORDER_LINE.c.product_id == bindparam("product"),
        ORDER.c.placed_at_ms < bindparam("stated"),
        ORDER.c.id > bindparam("after"),
        word_in(ORDER.c.state, *_HELD_STATES),
    )
    .order_by(ORDER.c.id)
    .limit(bindparam("most")),
)


@job
def tell_buyers(tx: WriteTx, actor: Actor, *, fact_id: str, after: str) -> None:
    """Everybody who has the product, a bounded number per transaction; whoever bought it twice is told once."""
    fact = fact_called(tx, fact_id)
    if fact is None:
        return
    product = product_cards(tx, [fact.product_id])[fact.product_id]
    words = {
        "title_zh": product.title_zh,
        "title_en": product.title_en,
        "name_zh": fact.name_zh,
        "name_en": fact.name_en,
        "value_zh": fact.value_zh,
        "value_en": fact.value_en,
    }
    buyers = tx.all(_BUYERS, product=fact.product_id, stated=fact.stated_at_ms, after=after, most=TOLD_PER_RUN)
    for buyer in buyers:
        note = DeviceNote("fact_corrected", words, f"/orders/{buyer.order_id}", fact_id)
        leave_note(tx, SYSTEM, buyer.person_id, note)
    if len(buyers) == TOLD_PER_RUN:
        last = buyers[-1].order_id
        tx.later(tell_buyers, key=f"corrected:{fact_id}:{last}", fact_id=fact_id, after=last)


def corrected_since(tx: ReadTx, product_ids: list[str], since_ms: int) -> dict[str, list[Corrected]]:
    """Product → what was said of it at that moment and is said otherwise now."""
    found: dict[str, list[Corrected]] = {}
    for fact, before in corrections_since(tx, product_ids, since_ms):
        said = Corrected(
            fact.name_zh,
            fact.name_en,
            before.value_zh,
            before.value_en,
            fact.value_zh,
            fact.value_en,
            fact.source,
            fact.stated_at_ms,
        )
        found.setdefault(fact.product_id, []).append(said)
    return found
