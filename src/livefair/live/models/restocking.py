"""More stock during a show (加货): viewers want it, the host asks, the brand answers."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text

from livefair.kernel import at_column, id_column, metadata
from livefair.live.models import person_column, room_id_column, show_id_column

RESTOCK = Table(
    "live_restock",
    metadata,
    id_column(),
    room_id_column(),
    show_id_column(),
    Column("product_id", Text, nullable=False),
    Column("sku_id", Text, nullable=False),
    Column("brand_id", Text, ForeignKey("organisation.id"), nullable=False),
    # How many viewers wanted it when the host asked, and how many pieces the host asked for.
    Column("votes", Integer, nullable=False),
    Column("wanted", Integer, CheckConstraint("wanted > 0", name="wanted"), nullable=False),
    person_column("asked_by"),
    at_column("asked_at_ms"),
    # What the brand has added; 0: it cannot.
    Column("added", Integer),
    # When the added pieces are in the house, if they are not yet: they are sold already.
    at_column("ready_at_ms", nullable=True),
    person_column("answered_by", nullable=True),
    at_column("answered_at_ms", nullable=True),
    CheckConstraint("(added IS NULL) = (answered_at_ms IS NULL)", name="answer"),
    Index("ix_live_restock_show_id", "show_id"),
    Index("ix_live_restock_brand_id", "brand_id"),
)
_waiting = RESTOCK.c.answered_at_ms.is_(None)
Index(
    "uq_live_restock_waiting",
    RESTOCK.c.show_id,
    RESTOCK.c.sku_id,
    unique=True,
    sqlite_where=_waiting,
    postgresql_where=_waiting,
)

RESTOCK_VOTE = Table(
    "live_restock_vote",
    metadata,
    Column("show_id", Text, ForeignKey("live_show.id"), primary_key=True),
    Column("product_id", Text, primary_key=True),
    Column("person_id", Text, ForeignKey("person.id"), primary_key=True),
    at_column("at_ms"),
)
