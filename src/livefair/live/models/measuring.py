"""What the host's big screen counts: running sums by minute, who visited, which products were opened."""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text

from livefair.kernel import at_column, id_column, metadata, one_of
from livefair.live.models import show_id_column

RELATIONS = ("guest", "member", "follower")

# Each row can be counted again from the fact log and the journals; it is kept so that nobody has to wait for that.
TALLY = Table(
    "live_tally",
    metadata,
    Column("show_id", Text, ForeignKey("live_show.id"), primary_key=True),
    Column("metric", Text, primary_key=True),
    # Minutes since the show began.
    Column("minute", Integer, primary_key=True),
    Column("amount", BigInteger, nullable=False),
)

# A viewer of a show, once, as they stood to its host when they first came.
VISITOR = Table(
    "live_visitor",
    metadata,
    Column("show_id", Text, ForeignKey("live_show.id"), primary_key=True),
    Column("viewer", Text, primary_key=True),
    one_of("relation", *RELATIONS),
    at_column("at_ms"),
)

# A product's page or sheet that was opened out of a room while a show was on air.
CLICK = Table(
    "live_click",
    metadata,
    id_column(),
    show_id_column(),
    Column("viewer", Text, nullable=False),
    Column("product_id", Text, nullable=False),
    at_column("at_ms"),
    Index("ix_live_click_show_id_product_id", "show_id", "product_id"),
)

# Somebody looked for something within a show and opened what was found, so long after they had begun to look.
FIND = Table(
    "live_find",
    metadata,
    id_column(),
    show_id_column(),
    Column("viewer", Text, nullable=False),
    Column("took_ms", Integer, CheckConstraint("took_ms > 0", name="took"), nullable=False),
    at_column("at_ms"),
    Index("ix_live_find_show_id", "show_id"),
)
