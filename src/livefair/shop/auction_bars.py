"""Who may not bid at an auction for what floors above know: who sits beside the host, whose idea the goods were."""

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select

from livefair.kernel import Actor, ReadTx, WriteTx, query
from livefair.shop.models.auctions import AUCTION_BARRED

_IS = query(
    int,
    select(func.count())
    .select_from(AUCTION_BARRED)
    .where(AUCTION_BARRED.c.auction_id == bindparam("auction"), AUCTION_BARRED.c.person_id == bindparam("who")),
)


def bar_from_auction(tx: WriteTx, actor: Actor, auction_id: str, person_ids: Sequence[str], *, why: str) -> None:
    """From now on they do not bid; `why` is on_air or royalty. What they have bid before stays."""
    for person_id in person_ids:
        tx.insert_new(AUCTION_BARRED, auction_id=auction_id, person_id=person_id, why=why, at_ms=tx.now_ms)


def is_barred_from(tx: ReadTx, auction_id: str, person_id: str) -> bool:
    return tx.value(_IS, auction=auction_id, who=person_id) > 0
