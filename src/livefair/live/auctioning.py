"""Auctions on air: the host opens what a brand has put up; from then on the bids and the clock decide."""

from livefair.kernel import Actor, WriteTx, require_valid
from livefair.live.assortments import assortment_of
from livefair.live.knowledge import require_knowledge
from livefair.live.on_air import on_air_to_run
from livefair.live.seats import taken_seats
from livefair.shop.auction_bars import bar_from_auction
from livefair.shop.auction_rows import Auction, auction_called, goods_of, latest_auction
from livefair.shop.auctions import open_auction


def open_in_room(tx: WriteTx, actor: Actor, room_id: str, auction_id: str) -> Auction:
    """Refusals: not_on_air, not_your_room, quiz_first, not_in_assortment, and those of shop.auctions."""
    found = on_air_to_run(tx, actor, room_id)
    auction = auction_called(tx, auction_id)
    goods_of(tx, auction)
    require_knowledge(tx, found.room.host_id, auction.product_id)
    shown = {each.product_id for each in assortment_of(tx, found.show.id)}
    require_valid(auction.product_id in shown, "not_in_assortment", field="auction_id")
    opened = open_auction(tx, actor, auction_id, room_id=room_id, host_id=found.room.host_id)
    bar_from_auction(tx, actor, auction_id, [seat.guest_id for seat in taken_seats(tx, found.show.id)], why="on_air")
    return opened


def bar_who_came_on(tx: WriteTx, actor: Actor, room_id: str, person_id: str) -> None:
    """Who sits beside the host bids no more at the auction that runs there."""
    running = latest_auction(tx, room_id, since_ms=0)
    if running is not None and running.closed_at_ms is None:
        bar_from_auction(tx, actor, running.id, [person_id], why="on_air")
