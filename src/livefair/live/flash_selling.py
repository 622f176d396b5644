"""Flash sales on air: the host starts what a brand has planned, may make it smaller or end it, and never dearer."""

from livefair.kernel import SYSTEM, Actor, ReadTx, WriteTx, not_found, require, require_valid
from livefair.live.assortments import assortment_of
from livefair.live.knowledge import require_knowledge
from livefair.live.on_air import on_air_to_run
from livefair.live.rooms import room_for
from livefair.live.rules import may_run
from livefair.shop.flash_sales import (
    FlashSale,
    end_flash_sale,
    end_flash_sale_in,
    flash_sale_called,
    lower_flash_sale,
    start_flash_sale,
)


def start_sale(tx: WriteTx, actor: Actor, room_id: str, sale_id: str) -> FlashSale:
    """Begin the countdown in the room on air.

    Refusals: not_on_air, not_your_room, quiz_first, not_in_assortment, and those of shop.flash_sales.
    """
    found = on_air_to_run(tx, actor, room_id)
    sale = flash_sale_called(tx, sale_id)
    require_knowledge(tx, found.room.host_id, sale.product_id)
    shown = {each.product_id for each in assortment_of(tx, found.show.id)}
    require_valid(sale.product_id in shown, "not_in_assortment", field="sale_id")
    return start_flash_sale(tx, actor, sale_id, room_id=room_id, host_id=found.room.host_id)


def lower_sale(tx: WriteTx, actor: Actor, sale_id: str, *, pieces: int) -> None:
    """Fewer pieces; the room sees the bar shrink."""
    _sale_to_run(tx, actor, sale_id)
    lower_flash_sale(tx, actor, sale_id, pieces=pieces)


def end_sale(tx: WriteTx, actor: Actor, sale_id: str) -> None:
    _sale_to_run(tx, actor, sale_id)
    end_flash_sale(tx, actor, sale_id)


def end_sale_of_room(tx: WriteTx, room_id: str) -> None:
    end_flash_sale_in(tx, SYSTEM, room_id)


def _sale_to_run(tx: ReadTx, actor: Actor, sale_id: str) -> FlashSale:
    sale = flash_sale_called(tx, sale_id)
    if sale.room_id is None:
        not_found("flash_sale")
    require(may_run(actor, room_for(tx, actor, sale.room_id)), "not_your_room")
    return sale
