"""What the public may check an auction by: the rules, the journal of bids by marks, and when it is over every amount.

docs/verify_auction.py derives price, end and winners from it again, without this program.
"""

import msgspec
from sqlalchemy import bindparam, select

from livefair.kernel import ReadTx, query
from livefair.shop.auction_rows import Auction, auction_called, marks_of
from livefair.shop.auction_wins import wins_of
from livefair.shop.models.auctions import AUCTION, AUCTION_BID, AUCTION_BIDDER
from livefair.shop.rules.auctions import BIDS_MAX, EXTEND_MS_MAX, FORMAT


class BidShown(msgspec.Struct, frozen=True, kw_only=True):
    """`bidder` is a mark that stands for one person in this auction alone; amount and nonce are shown at the end."""

    position: int
    kind: str
    bidder: str
    at_ms: int
    digest: str
    running_hash: str
    max_minor: int | None = None
    nonce: str | None = None


class WinShown(msgspec.Struct, frozen=True, kw_only=True):
    """`state` is due, paying, paid or lapsed: then the piece went to the next."""

    bidder: str
    piece: int
    price_minor: int
    state: str


class AuctionProof(msgspec.Struct, frozen=True, kw_only=True):
    format: str
    id: str
    state: str
    start_minor: int
    step_minor: int
    pieces: int
    soft_ms: int
    extend_ms_max: int
    currency: str
    opened_at_ms: int | None
    first_closes_at_ms: int | None
    closes_at_ms: int | None
    reserve_hash: str
    reserve_minor: int | None
    reserve_salt: str | None
    price_minor: int
    bids: list[BidShown]
    root: str
    wins: list[WinShown]


_j = AUCTION_BID.c
_JOURNAL = query(
    lambda *values: values,
    select(_j.position, _j.kind, _j.bidder_id, _j.at_ms, _j.digest, _j.running_hash, _j.max_minor, _j.nonce)
    .where(_j.auction_id == bindparam("auction"))
    .order_by(_j.position)
    .limit(BIDS_MAX),
)
_LATEST = query(
    lambda *values: BidShown(**dict(zip(BidShown.__struct_fields__, values, strict=False))),
    select(_j.position, _j.kind, AUCTION_BIDDER.c.mark, _j.at_ms, _j.digest, _j.running_hash)
    .join_from(
        AUCTION_BID,
        AUCTION_BIDDER,
        (AUCTION_BIDDER.c.auction_id == _j.auction_id) & (AUCTION_BIDDER.c.bidder_id == _j.bidder_id),
    )
    .where(_j.auction_id == bindparam("auction"))
    .order_by(_j.position.desc())
    .limit(bindparam("most")),
)
_SALT = query(str, select(AUCTION.c.reserve_salt).where(AUCTION.c.id == bindparam("auction")))


def auction_proof(tx: ReadTx, auction_id: str) -> AuctionProof:
    auction = auction_called(tx, auction_id)
    is_over, marks = auction.closed_at_ms is not None, marks_of(tx, auction_id)
    return AuctionProof(
        format=FORMAT,
        id=auction_id,
        state=auction.state(tx.now_ms),
        start_minor=auction.start_minor,
        step_minor=auction.step_minor,
        pieces=auction.pieces,
        soft_ms=auction.soft_ms,
        extend_ms_max=EXTEND_MS_MAX,
        currency=auction.currency,
        opened_at_ms=auction.opened_at_ms,
        first_closes_at_ms=auction.first_closes_at_ms,
        closes_at_ms=auction.closes_at_ms,
        reserve_hash=auction.reserve_hash,
        reserve_minor=auction.reserve_minor if is_over else None,
        reserve_salt=tx.value(_SALT, auction=auction_id) if is_over else None,
        price_minor=auction.price_minor,
        bids=_journal(tx, auction, marks, is_over=is_over),
        root=auction.root,
        wins=[
            WinShown(bidder=marks[win.bidder_id], piece=win.piece, price_minor=win.price_minor, state=win.state)
            for win in wins_of(tx, auction_id)
        ],
    )


def latest_bids(tx: ReadTx, auction_id: str, *, most: int) -> list[BidShown]:
    """The end of the journal without any amount, newest first."""
    return tx.all(_LATEST, auction=auction_id, most=most)


def _journal(tx: ReadTx, auction: Auction, marks: dict[str, str], *, is_over: bool) -> list[BidShown]:
    return [
        BidShown(
            position=position,
            kind=kind,
            bidder=marks[bidder_id],
            at_ms=at_ms,
            digest=digest,
            running_hash=running_hash,
            max_minor=max_minor if is_over else None,
            nonce=nonce if is_over else None,
        )
        for position, kind, bidder_id, at_ms, digest, running_hash, max_minor, nonce in tx.all(
            _JOURNAL, auction=auction.id
        )
    ]
