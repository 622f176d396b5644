"""Auctions: what is put up, who bids how much, the journal of bids, and who has won."""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from livefair.kernel import at_column, id_column, metadata, minor_column, one_of

# 拍卖: `price_minor` is what the leading bidders would pay now. `reserve_hash` promises the reserve until it is shown.
AUCTION = Table(
    "auction",
    metadata,
    id_column(),
    Column("brand_id", Text, ForeignKey("organisation.id"), nullable=False),
    Column("product_id", Text, ForeignKey("product.id"), nullable=False),
    Column("sku_id", Text, ForeignKey("sku.id"), nullable=False),
    Column("host_id", Text, ForeignKey("person.id")),
    Column("room_id", Text),
    minor_column("start_minor"),
    minor_column("step_minor"),
    minor_column("reserve_minor"),
    Column("reserve_salt", Text, nullable=False),
    Column("reserve_hash", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("pieces", Integer, nullable=False),
    at_column("lasts_ms"),
    at_column("soft_ms"),
    at_column("pay_ms"),
    Column("made_by", Text, nullable=False),
    at_column("made_at_ms"),
    # When it opens by itself; NULL: the host opens it.
    at_column("opens_at_ms", nullable=True),
    at_column("opened_at_ms", nullable=True),
    at_column("first_closes_at_ms", nullable=True),
    at_column("closes_at_ms", nullable=True),
    at_column("closed_at_ms", nullable=True),
    at_column("withdrawn_at_ms", nullable=True),
    Column("bids", Integer, nullable=False),
    Column("root", Text, nullable=False),
    minor_column("price_minor"),
    Column("is_met", Integer, CheckConstraint("is_met IN (0, 1)", name="is_met"), nullable=False),
    CheckConstraint("start_minor > 0 AND step_minor > 0 AND price_minor >= start_minor", name="price"),
    CheckConstraint("reserve_minor = 0 OR reserve_minor >= start_minor", name="reserve"),
    CheckConstraint("pieces BETWEEN 1 AND 50", name="pieces"),
    CheckConstraint(
        "(opened_at_ms IS NULL) = (closes_at_ms IS NULL) AND (opened_at_ms IS NULL) = (first_closes_at_ms IS NULL)",
        name="opened",
    ),
    CheckConstraint("closes_at_ms >= first_closes_at_ms", name="closes"),
    CheckConstraint("closed_at_ms IS NULL OR (opened_at_ms IS NOT NULL AND withdrawn_at_ms IS NULL)", name="closed"),
    CheckConstraint("withdrawn_at_ms IS NULL OR bids = 0", name="withdrawn"),
    Index("ix_auction_brand_id", "brand_id"),
    Index("ix_auction_host_id", "host_id"),
    Index("ix_auction_product_id", "product_id"),
    Index("ix_auction_room_id", "room_id"),
)

# What somebody offers at most: `position` is that of the bid. `mark` stands for them in public, in this auction alone.
AUCTION_BIDDER = Table(
    "auction_bidder",
    metadata,
    Column("auction_id", Text, ForeignKey("auction.id"), primary_key=True),
    Column("bidder_id", Text, ForeignKey("person.id"), primary_key=True),
    Column("mark", Text, nullable=False),
    minor_column("max_minor"),
    Column("position", Integer, nullable=False),
    at_column("bid_at_ms"),
    at_column("retracted_at_ms", nullable=True),
    UniqueConstraint("auction_id", "mark"),
    Index("ix_auction_bidder_bidder_id", "bidder_id"),
    Index("ix_auction_bidder_max", "auction_id", "max_minor", "position"),
)

# The journal, which only grows. `digest` promises the amount; the running hash is over everything before.
AUCTION_BID = Table(
    "auction_bid",
    metadata,
    Column("auction_id", Text, ForeignKey("auction.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("bidder_id", Text, ForeignKey("person.id"), nullable=False),
    Column("key", Text, nullable=False),
    one_of("kind", "bid", "retract"),
    Column("max_minor", BigInteger, nullable=False),
    Column("nonce", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("running_hash", Text, nullable=False),
    at_column("at_ms"),
    UniqueConstraint("bidder_id", "key"),
)

# Who has a piece to pay until `pay_by_ms`. `hold` is the reservation that keeps it, while no order does.
AUCTION_WIN = Table(
    "auction_win",
    metadata,
    Column("auction_id", Text, ForeignKey("auction.id"), primary_key=True),
    Column("bidder_id", Text, ForeignKey("person.id"), primary_key=True),
    Column("piece", Integer, nullable=False),
    minor_column("price_minor"),
    at_column("won_at_ms"),
    at_column("pay_by_ms"),
    Column("tries", Integer, nullable=False),
    Column("hold", Text, nullable=False),
    Column("order_id", Text, ForeignKey("orders.id")),
    at_column("paid_at_ms", nullable=True),
    at_column("lapsed_at_ms", nullable=True),
    CheckConstraint("paid_at_ms IS NULL OR (order_id IS NOT NULL AND lapsed_at_ms IS NULL)", name="paid"),
    CheckConstraint("lapsed_at_ms IS NULL OR order_id IS NULL", name="lapsed"),
    Index("ix_auction_win_bidder_id", "bidder_id"),
    Index("ix_auction_win_order_id", "order_id"),
)
_has = AUCTION_WIN.c.lapsed_at_ms.is_(None)
Index(
    "uq_auction_win_piece",
    AUCTION_WIN.c.auction_id,
    AUCTION_WIN.c.piece,
    unique=True,
    sqlite_where=_has,
    postgresql_where=_has,
)

# Who gains by a higher price for a reason that floors above know: said here in their name, asked for with each bid.
AUCTION_BARRED = Table(
    "auction_barred",
    metadata,
    Column("auction_id", Text, ForeignKey("auction.id"), primary_key=True),
    Column("person_id", Text, ForeignKey("person.id"), primary_key=True),
    one_of("why", "on_air", "royalty"),
    at_column("at_ms"),
)
