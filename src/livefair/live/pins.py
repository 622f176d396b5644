"""Pinning: the one product that everybody in the room sees now. What was pinned when makes the replay's chapters."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair.catalog.permit_standing import is_held_back
from livefair.catalog.removals import not_removed
from livefair.kernel import Actor, Conflict, Money, ReadTx, WriteTx, change, not_found, query, require_valid
from livefair.live import rules
from livefair.live.events import ProductPinned, ProductUnpinned
from livefair.live.knowledge import require_knowledge
from livefair.live.models import PIN
from livefair.live.on_air import OnAir, Show, on_air_to_run
from livefair.people import clean_line


class Goods(NamedTuple):
    """A product as the caller shows it now; live keeps this picture of it and never asks again."""

    product_id: str
    offer_id: str | None
    title_zh: str
    title_en: str
    price: Money
    picture_key: str | None = None
    left: int | None = None


class Pin(NamedTuple):
    id: str
    product_id: str
    offer_id: str | None
    title_zh: str
    title_en: str
    picture_key: str | None
    price_minor: int
    currency: str
    left: int | None
    pinned_at_ms: int
    unpinned_at_ms: int | None


PINS_PER_SHOW_MAX = 1_000
_COLUMNS = [getattr(PIN.c, field) for field in Pin._fields]
_ONE = query(Pin, select(*_COLUMNS).where(PIN.c.id == bindparam("pin")))
_CURRENT = query(Pin, select(*_COLUMNS).where(PIN.c.show_id == bindparam("show"), PIN.c.unpinned_at_ms.is_(None)))
_HISTORY = query(
    Pin,
    select(*_COLUMNS)
    .where(PIN.c.show_id == bindparam("show"), not_removed(PIN.c.product_id))
    .order_by(PIN.c.pinned_at_ms, PIN.c.id)
    .limit(PINS_PER_SHOW_MAX),
)
_PINNED_IN = query(
    str,
    select(PIN.c.show_id).where(PIN.c.product_id == bindparam("product"), PIN.c.unpinned_at_ms.is_(None)).limit(500),
)
_HELD_IN = query(
    str, select(PIN.c.show_id).where(PIN.c.unpinned_at_ms.is_(None), is_held_back(PIN.c.product_id)).limit(500)
)
_COUNT = query(int, select(func.count()).select_from(PIN).where(PIN.c.show_id == bindparam("show")))
_UNPIN = change(
    update(PIN)
    .where(PIN.c.id == bindparam("pin"), PIN.c.unpinned_at_ms.is_(None))
    .values(unpinned_at_ms=bindparam("now"), unpinned_by=bindparam("who"))
)


def pin(tx: WriteTx, actor: Actor, room_id: str, goods: Goods) -> Pin:
    """Show a product to the room in place of the one before it. Pinning what is pinned changes nothing.

    NotAllowed quiz_first: goods of regulated kinds are shown by hosts who have passed the quiz on them.
    """
    found = on_air_to_run(tx, actor, room_id)
    require_knowledge(tx, found.room.host_id, goods.product_id)
    goods = _cleaned(goods)
    current = tx.one(_CURRENT, show=found.show.id)
    if current is not None and current.product_id == goods.product_id and current.price_minor == goods.price.minor:
        return current
    if tx.value(_COUNT, show=found.show.id) >= PINS_PER_SHOW_MAX:
        raise Conflict("too_many_pins", limit=PINS_PER_SHOW_MAX)
    take_down(tx, actor, found.show)
    return _put_up(tx, actor, found, goods)


def unpin(tx: WriteTx, actor: Actor, room_id: str) -> bool:
    """Take the pinned product away. False if there is none."""
    return take_down(tx, actor, on_air_to_run(tx, actor, room_id).show)


def current_pin(tx: ReadTx, show_id: str) -> Pin | None:
    return tx.one(_CURRENT, show=show_id)


def pin_called(tx: ReadTx, pin_id: str) -> Pin:
    return tx.one(_ONE, pin=pin_id) or not_found("pin")


def pins_of(tx: ReadTx, show_id: str) -> list[Pin]:
    """All that was pinned in a show, in order, without what moderators have removed."""
    return tx.all(_HISTORY, show=show_id)


def shows_with_pinned(tx: ReadTx, product_id: str) -> list[str]:
    """The shows in which a product is pinned now."""
    return tx.all(_PINNED_IN, product=product_id)


def shows_with_held(tx: ReadTx, brand_id: str, category: str) -> list[str]:
    """The shows in which goods of this kind are pinned now that their brand may not sell."""
    return tx.all(_HELD_IN, brand=brand_id, kind=category)


def take_down(tx: WriteTx, actor: Actor, show: Show) -> bool:
    """For use cases that have checked who may: unpin whatever is pinned in the show."""
    current = tx.one(_CURRENT, show=show.id)
    if current is None or not tx.change(_UNPIN, pin=current.id, now=tx.now_ms, who=actor.id):
        return False
    tx.announce(
        ProductUnpinned(
            room_id=show.room_id,
            show_id=show.id,
            pin_id=current.id,
            product_id=current.product_id,
            shown_ms=tx.now_ms - current.pinned_at_ms,
        )
    )
    return True


def _cleaned(goods: Goods) -> Goods:
    require_valid(0 <= goods.price.minor <= rules.PRICE_MINOR_MAX, "out_of_range", field="price")
    return goods._replace(
        title_zh=clean_line(goods.title_zh, limit=rules.PRODUCT_TITLE_CHARS_MAX, field="title"),
        title_en=clean_line(goods.title_en, limit=rules.PRODUCT_TITLE_CHARS_MAX, field="title"),
    )


def _put_up(tx: WriteTx, actor: Actor, found: OnAir, goods: Goods) -> Pin:
    pin_id = tx.new_id()
    is_new = tx.insert_new(
        PIN,
        id=pin_id,
        room_id=found.room.id,
        show_id=found.show.id,
        product_id=goods.product_id,
        offer_id=goods.offer_id,
        title_zh=goods.title_zh,
        title_en=goods.title_en,
        picture_key=goods.picture_key,
        price_minor=goods.price.minor,
        currency=goods.price.currency,
        left=goods.left,
        pinned_by=actor.id,
        pinned_at_ms=tx.now_ms,
    )
    if not is_new:  # the database allows one at a time: somebody else's pin came first
        raise Conflict("pinned_by_another")
    tx.announce(
        ProductPinned(
            room_id=found.room.id,
            show_id=found.show.id,
            host_id=found.room.host_id,
            pin_id=pin_id,
            product_id=goods.product_id,
            offer_id=goods.offer_id,
            price_minor=goods.price.minor,
            currency=goods.price.currency,
            offset_ms=found.offset_ms(tx.now_ms),
        )
    )
    return pin_called(tx, pin_id)
