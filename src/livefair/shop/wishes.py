"""The wish list: what somebody wants to keep in mind, with the price of that day."""

from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, select

from livefair.catalog import offered_product_for, product_cards
from livefair.kernel import Actor, ReadTx, TooMany, WriteTx, change, query, require
from livefair.shop.events import ProductWished
from livefair.shop.models.buyers import WISH

WISHES_MAX = 300


class Wish(NamedTuple):
    product_id: str
    price_minor: int
    at_ms: int


_mine = WISH.c.person_id == bindparam("who")
_MINE = query(
    Wish, select(WISH.c.product_id, WISH.c.price_minor, WISH.c.at_ms).where(_mine).order_by(WISH.c.at_ms.desc())
)
_COUNT = query(int, select(func.count()).select_from(WISH).where(_mine))
_HAS = query(int, select(func.count()).select_from(WISH).where(_mine, WISH.c.product_id == bindparam("product")))
_FORGET = change(delete(WISH).where(_mine, WISH.c.product_id == bindparam("product")))


def wish(tx: WriteTx, actor: Actor, product_id: str) -> None:
    """Twice is once. Refusals: sign_in_first, not_found, too_many_wishes."""
    require(not actor.is_guest, "sign_in_first")
    product = offered_product_for(tx, actor, product_id)
    if tx.value(_COUNT, who=actor.id) >= WISHES_MAX:
        raise TooMany("too_many_wishes", limit=WISHES_MAX)
    price_minor = product_cards(tx, [product.id])[product.id].price_minor or 0
    if tx.insert_new(WISH, person_id=actor.id, product_id=product.id, price_minor=price_minor, at_ms=tx.now_ms):
        tx.announce(ProductWished(person_id=actor.id, product_id=product.id))


def unwish(tx: WriteTx, actor: Actor, product_id: str) -> None:
    tx.change(_FORGET, who=actor.id, product=product_id)


def is_wished(tx: ReadTx, person_id: str, product_id: str) -> bool:
    return tx.value(_HAS, who=person_id, product=product_id) > 0


def wishes_of(tx: ReadTx, person_id: str) -> list[Wish]:
    """Newest first; WISHES_MAX at most."""
    return tx.all(_MINE, who=person_id)
