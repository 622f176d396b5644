"""How a room's page is arranged during a show."""

from sqlalchemy import Column, ForeignKey, Table, Text

from livefair.kernel import at_column, metadata, one_of

# standard: everything; product: the pinned product is large; talk: the chat is large; clean: the picture alone.
LAYOUTS = ("standard", "product", "talk", "clean")

LAYOUT = Table(
    "live_layout",
    metadata,
    Column("show_id", Text, ForeignKey("live_show.id"), primary_key=True),
    one_of("layout", *LAYOUTS),
    Column("set_by", Text, nullable=False),
    at_column("set_at_ms"),
)
