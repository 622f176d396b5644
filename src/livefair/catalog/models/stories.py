"""What a brand tells of itself (品牌故事): short cards, shown with its goods and by hosts on air."""

from sqlalchemy import Column, ForeignKey, Index, Table, Text

from livefair.kernel import at_column, id_column, metadata

BRAND_STORY = Table(
    "brand_story",
    metadata,
    id_column(),
    Column("brand_id", Text, ForeignKey("organisation.id"), nullable=False),
    Column("title_zh", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    Column("text_zh", Text, nullable=False),
    Column("text_en", Text, nullable=False),
    Column("picture_key", Text),
    Column("told_by", Text, nullable=False),
    at_column("told_at_ms"),
    Column("withdrawn_by", Text),
    at_column("withdrawn_at_ms", nullable=True),
    Index("ix_brand_story_brand_id", "brand_id"),
)
