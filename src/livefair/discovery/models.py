"""The words of things, how many things have each word, and what was searched for."""

from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from livefair.kernel import metadata
from livefair.kernel.tables import beside, sequence_column

# `words` are tokens separated by spaces; one that counts more stands there more often.
SEARCH_DOC = Table(
    "search_doc",
    metadata,
    sequence_column(),
    Column("kind", Text, nullable=False),
    Column("item", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("popularity", BigInteger, nullable=False),
    UniqueConstraint("kind", "item"),
)
beside(
    SEARCH_DOC,
    "postgresql",
    "search_fts",
    "CREATE INDEX search_fts_words ON search_doc USING gin (to_tsvector('simple', words))",
)
beside(
    SEARCH_DOC,
    "sqlite",
    "search_fts",
    "CREATE VIRTUAL TABLE search_fts USING fts5(words, content='search_doc', content_rowid='seq')",
    "CREATE TRIGGER search_fts_added AFTER INSERT ON search_doc BEGIN "
    "INSERT INTO search_fts(rowid, words) VALUES (new.seq, new.words); END",
    "CREATE TRIGGER search_fts_removed AFTER DELETE ON search_doc BEGIN "
    "INSERT INTO search_fts(search_fts, rowid, words) VALUES ('delete', old.seq, old.words); END",
    "CREATE TRIGGER search_fts_changed AFTER UPDATE OF words ON search_doc BEGIN "
    "INSERT INTO search_fts(search_fts, rowid, words) VALUES ('delete', old.seq, old.words); "
    "INSERT INTO search_fts(rowid, words) VALUES (new.seq, new.words); END",
)

SEARCH_WORD = Table(
    "search_word",
    metadata,
    Column("word", Text, primary_key=True),
    Column("docs", BigInteger, nullable=False),
)

# By day and text alone: nobody's searches can be read here.
SEARCH_TALLY = Table(
    "search_tally",
    metadata,
    Column("day", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("times", BigInteger, nullable=False),
    Column("hits", BigInteger, nullable=False),
    PrimaryKeyConstraint("day", "text"),
)
