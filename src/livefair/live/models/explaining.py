"""What was explained of the goods of a show."""

from sqlalchemy import Column, ForeignKey, Table, Text

from livefair.kernel import at_column, metadata, one_of
from livefair.live.models import person_column

COVERED_BY = ("script", "tap")

# A point of a product that has been explained: found in the script that was read, or tapped by those who conduct.
COVERED = Table(
    "live_covered",
    metadata,
    Column("show_id", Text, ForeignKey("live_show.id"), primary_key=True),
    Column("product_id", Text, primary_key=True),
    Column("point", Text, primary_key=True),
    one_of("means", *COVERED_BY),
    person_column("covered_by", nullable=True),
    at_column("covered_at_ms"),
)
