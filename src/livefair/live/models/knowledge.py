"""Which quizzes on regulated goods hosts have taken."""

from sqlalchemy import CheckConstraint, Column, Index, Integer, Table, Text

from livefair.kernel import at_column, id_column, metadata
from livefair.live.models import person_column

QUIZ = Table(
    "live_quiz",
    metadata,
    id_column(),
    person_column("person_id"),
    Column("category", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("wrong", Integer, nullable=False),
    Column("questions", Integer, nullable=False),
    at_column("taken_at_ms"),
    at_column("passed_at_ms", nullable=True),
    CheckConstraint("wrong BETWEEN 0 AND questions", name="wrong"),
    Index("ix_live_quiz_person_id_category", "person_id", "category"),
)
