"""What is asked of the facts and of people: studies and micro-surveys."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, Text

from livefair.kernel import at_column, id_column, metadata, one_of
from livefair.value.rules.surveys import OCCASIONS, PANELS

# A study is written when it is asked for; its answer is written once and never changed. `salt` makes its pseudonyms.
STUDY = Table(
    "value_study",
    metadata,
    id_column(),
    one_of("kind", "paths", "perceptions", "attribution", "retention"),
    Column("version", Integer, nullable=False),
    at_column("to_at_ms"),
    Column("seed", Integer, nullable=False),
    Column("draws", Integer, nullable=False),
    Column("salt", Text, nullable=False),
    at_column("asked_at_ms"),
    Column("asked_by", Text, nullable=False),
    at_column("finished_at_ms", nullable=True),
    Column("row_count", Integer),
    Column("people_count", Integer),
    Column("seen", Text),
    Column("result", Text),
    Column("why", Text),
    CheckConstraint("finished_at_ms IS NULL OR (result IS NULL) <> (why IS NULL)", name="one_answer"),
    Index("ix_value_study_kind_asked_at_ms", "kind", "asked_at_ms"),
)

# A design of a micro-survey. `seed` makes the chance of who is asked what; `running_for` is its panel while it runs.
SURVEY = Table(
    "value_survey",
    metadata,
    id_column(),
    one_of("panel", *PANELS),
    Column("bank_version", Integer, nullable=False),
    Column("items", Text, nullable=False),
    Column("at_once", Integer, nullable=False),
    Column("chance_bp", Integer, nullable=False),
    Column("seed", Text, nullable=False),
    Column("running_for", Text, unique=True),
    Column("opened_by", Text, nullable=False),
    at_column("opened_at_ms"),
    at_column("closes_at_ms"),
    at_column("closed_at_ms", nullable=True),
    CheckConstraint("chance_bp BETWEEN 1 AND 10000", name="chance"),
    CheckConstraint("(running_for IS NULL) = (closed_at_ms IS NOT NULL)", name="closed"),
    Index("ix_value_survey_panel_opened_at_ms", "panel", "opened_at_ms"),
)

# When somebody was asked last, by any survey: nobody is asked twice in a week.
SURVEY_MEMBER = Table(
    "value_survey_member",
    metadata,
    Column("person_id", Text, primary_key=True),
    at_column("asked_at_ms"),
)

SURVEY_INVITATION = Table(
    "value_survey_invitation",
    metadata,
    id_column(),
    Column("survey_id", Text, ForeignKey("value_survey.id"), nullable=False),
    Column("person_id", Text, nullable=False),
    Column("items", Text, nullable=False),
    one_of("occasion", *OCCASIONS),
    at_column("invited_at_ms"),
    at_column("until_ms"),
    at_column("seen_at_ms", nullable=True),
    at_column("answered_at_ms", nullable=True),
    at_column("skipped_at_ms", nullable=True),
    CheckConstraint("answered_at_ms IS NULL OR skipped_at_ms IS NULL", name="one_end"),
    Index("ix_value_survey_invitation_person_id_until_ms", "person_id", "until_ms"),
    Index("ix_value_survey_invitation_survey_id", "survey_id"),
)

# Deleted for good when the person wants that: an answer stands in no fact.
SURVEY_ANSWER = Table(
    "value_survey_answer",
    metadata,
    Column("invitation_id", Text, ForeignKey("value_survey_invitation.id"), nullable=False),
    Column("item_id", Text, nullable=False),
    Column("person_id", Text, nullable=False),
    Column("value", Integer, nullable=False),
    Column("locale", Text, nullable=False),
    at_column("answered_at_ms"),
    PrimaryKeyConstraint("invitation_id", "item_id"),
    CheckConstraint("value BETWEEN 1 AND 7", name="value"),
    Index("ix_value_survey_answer_person_id", "person_id"),
    Index("ix_value_survey_answer_answered_at_ms", "answered_at_ms"),
)
