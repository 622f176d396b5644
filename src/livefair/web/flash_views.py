"""Flash sales as their brand and their host see them."""

from typing import NamedTuple

from livefair.catalog import Product, Sku, offered
from livefair.kernel import Money, ReadTx, Refusal
from livefair.live import show_on_air
from livefair.live.room_events_of_sales import Flashing, latest_flashing
from livefair.live.rooms import room_called
from livefair.people import person_cards
from livefair.shop.flash_sales import FlashSale, flash_sales_for_host


class SaleRow(NamedTuple):
    id: str
    title: str
    host: str
    price: Money
    usual: Money
    pieces: int
    taken: int
    limit: int
    state: str
    until_ms: int | None


class FlashNow(NamedTuple):
    """The sale of the show on air, running or the last; and what waits to be started."""

    sale: Flashing | None
    waiting: list[SaleRow]


def flash_now(tx: ReadTx, room_id: str, locale: str) -> FlashNow:
    show = show_on_air(tx, room_id)
    sale = latest_flashing(tx, room_id, since_ms=show.started_at_ms or 0) if show else None
    return FlashNow(sale, sale_rows(tx, flash_sales_for_host(tx, room_called(tx, room_id).host_id), locale))


def sale_rows(tx: ReadTx, sales: list[FlashSale], locale: str) -> list[SaleRow]:
    """Those of goods that are still sold."""
    known = _goods(tx, sales)
    names = person_cards(tx, sorted({sale.host_id for sale in sales}))
    return [
        _row(tx, sale, *known[sale.sku_id], names[sale.host_id].name, locale) for sale in sales if sale.sku_id in known
    ]


def _goods(tx: ReadTx, sales: list[FlashSale]) -> dict[str, tuple[Sku, Product]]:
    found = {}
    for sku_id in sorted({sale.sku_id for sale in sales}):
        try:
            found.update(offered(tx, [sku_id]))
        except Refusal:  # not sold any more
            continue
    return found


def _row(tx: ReadTx, sale: FlashSale, sku: Sku, product: Product, host: str, locale: str) -> SaleRow:
    state = sale.state(tx.now_ms)
    return SaleRow(
        id=sale.id,
        title=f"{product.title(locale)} · {sku.name(locale)}",
        host=host,
        price=sale.price,
        usual=sku.price,
        pieces=sale.pieces,
        taken=sale.taken,
        limit=sale.limit_per_buyer,
        state=state,
        until_ms={"announced": sale.opens_at_ms, "open": sale.closes_at_ms}.get(state),
    )
