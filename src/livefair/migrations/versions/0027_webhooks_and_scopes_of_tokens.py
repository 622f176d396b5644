"""webhooks and scopes of tokens"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "webhook",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("sealed_secret", sa.Text(), nullable=False),
        sa.Column("sealed_old_secret", sa.Text(), nullable=True),
        sa.Column("old_until_ms", sa.BigInteger(), nullable=True),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("paused_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("paused_why", sa.Text(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("rest_until_ms", sa.BigInteger(), nullable=False),
        sa.Column("job_key", sa.Text(), nullable=True),
        sa.Column("job_due_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("paused_why IN ('owner', 'failing', 'gone')", name=op.f("ck_webhook_paused_why_word")),
        sa.CheckConstraint("(job_key IS NULL) = (job_due_ms IS NULL)", name=op.f("ck_webhook_job")),
        sa.CheckConstraint("(paused_at_ms IS NULL) = (paused_why IS NULL)", name=op.f("ck_webhook_paused")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_webhook_made_by")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_webhook_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )
    with op.batch_alter_table("webhook", schema=None) as batch_op:
        batch_op.create_index("ix_webhook_organisation_id", ["organisation_id"], unique=False)

    op.create_table(
        "webhook_message",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("webhook_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Text(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("due_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("delivered_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("replayed_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "state <> 'delivered' OR delivered_at_ms IS NOT NULL", name=op.f("ck_webhook_message_delivered")
        ),
        sa.CheckConstraint("state IN ('waiting', 'delivered', 'skipped')", name=op.f("ck_webhook_message_state_word")),
        sa.CheckConstraint("sequence > 0", name=op.f("ck_webhook_message_sequence")),
        sa.ForeignKeyConstraint(["webhook_id"], ["webhook.id"], name=op.f("fk_webhook_message_webhook_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_message")),
        sa.UniqueConstraint(
            "webhook_id", "object_id", "sequence", name=op.f("uq_webhook_message_webhook_id_object_id_sequence")
        ),
    )
    with op.batch_alter_table("webhook_message", schema=None) as batch_op:
        batch_op.create_index("ix_webhook_message_made_at_ms", ["made_at_ms"], unique=False)
        batch_op.create_index("ix_webhook_message_webhook_id_state", ["webhook_id", "state"], unique=False)

    op.create_table(
        "webhook_attempt",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("took_ms", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["webhook_message.id"], name=op.f("fk_webhook_attempt_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_attempt")),
    )
    with op.batch_alter_table("webhook_attempt", schema=None) as batch_op:
        batch_op.create_index("ix_webhook_attempt_message_id", ["message_id"], unique=False)

    with op.batch_alter_table("access_token", schema=None) as batch_op:
        batch_op.add_column(sa.Column("scopes", sa.Text(), server_default="all", nullable=False))


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
