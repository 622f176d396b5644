"""What browsers are told of flash sales; see docs/room-events.md."""

from livefair.catalog import product_cards
from livefair.catalog.queries import skus_of
from livefair.kernel import Fact, ReadTx
from livefair.live.telling import RoomEvent, ToRoom
from livefair.shop.events import FlashSaleEnded, FlashSaleLowered, FlashSaleOpened, FlashSaleStarted
from livefair.shop.flash_sales import FlashSale, flash_sale_called, latest_flash_sale

SaleFact = FlashSaleStarted | FlashSaleOpened | FlashSaleLowered | FlashSaleEnded
TOLD_OF_SALES: tuple[type[Fact], ...] = (FlashSaleStarted, FlashSaleOpened, FlashSaleLowered, FlashSaleEnded)


class Flashing(RoomEvent, frozen=True, tag="flash", kw_only=True):
    """A flash sale as it stands: `state` is announced (the countdown runs), open or over; `now` is the server's clock.

    `usual_minor` is the price without it; nothing but its brand has fixed `price_minor`, and nobody can raise it.
    """

    id: str
    state: str
    product_id: str
    sku_id: str
    title: str
    title_en: str
    sku: str
    sku_en: str
    picture: str | None = None
    picture_url: str | None = None
    href: str | None = None
    price_minor: int
    usual_minor: int
    currency: str
    pieces: int
    taken: int
    limit: int
    opens_at: int
    closes_at: int
    now: int


class FlashCount(RoomEvent, frozen=True, tag="flash_count", kw_only=True):
    id: str
    taken: int
    pieces: int


def flashing(tx: ReadTx, sale: FlashSale) -> Flashing | None:
    """None for goods that nobody may see any more."""
    card = product_cards(tx, [sale.product_id]).get(sale.product_id)
    sku = next((sku for sku in skus_of(tx, sale.product_id) if sku.id == sale.sku_id), None)
    if card is None or not card.is_offered or sku is None:
        return None
    return Flashing(
        id=sale.id,
        state=sale.state(tx.now_ms),
        product_id=sale.product_id,
        sku_id=sale.sku_id,
        title=card.title_zh,
        title_en=card.title_en,
        sku=sku.name_zh,
        sku_en=sku.name_en,
        picture=card.picture_key,
        price_minor=sale.price_minor,
        usual_minor=sku.price_minor,
        currency=sale.currency,
        pieces=sale.pieces,
        taken=sale.taken,
        limit=sale.limit_per_buyer,
        opens_at=sale.opens_at_ms or 0,
        closes_at=sale.closes_at_ms or 0,
        now=tx.now_ms,
    )


def latest_flashing(tx: ReadTx, room_id: str, *, since_ms: int) -> Flashing | None:
    """The flash sale that a newcomer should see: the one that runs, or the last one of the show."""
    sale = latest_flash_sale(tx, room_id, since_ms=since_ms)
    return None if sale is None else flashing(tx, sale)


def told_of_sale(tx: ReadTx, fact: SaleFact) -> list[ToRoom]:
    """Nothing of a sale that no room has seen."""
    event = flashing(tx, flash_sale_called(tx, fact.sale_id))
    return [] if fact.room_id is None or event is None else [ToRoom(fact.room_id, event)]
