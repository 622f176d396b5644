"""payments come by providers outside"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "payment_page",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("payment_id", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("charge", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("payer_address", sa.Text(), nullable=False),
        sa.Column("odd_minor", sa.BigInteger(), nullable=True),
        sa.Column("odd_currency", sa.Text(), nullable=True),
        sa.Column("asked_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("ended_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(state = 'odd') = (odd_minor IS NOT NULL AND odd_currency IS NOT NULL)", name=op.f("ck_payment_page_odd")
        ),
        sa.CheckConstraint(
            "state IN ('asked', 'open', 'paid', 'refused', 'closed', 'odd')", name=op.f("ck_payment_page_state_word")
        ),
        sa.CheckConstraint("way IN ('page', 'phone', 'code')", name=op.f("ck_payment_page_way_word")),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_payment_page_payment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_page")),
        sa.UniqueConstraint("payment_id", "provider", "way", name=op.f("uq_payment_page_payment_id_provider_way")),
    )
    with op.batch_alter_table("payment_page", schema=None) as batch_op:
        batch_op.create_index("ix_payment_page_charge", ["charge"], unique=False)
        batch_op.create_index("ix_payment_page_state", ["state"], unique=False)

    op.create_table(
        "dispute",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("page_id", sa.Text(), nullable=False),
        sa.Column("payment_id", sa.Text(), nullable=False),
        sa.Column("buyer_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("due_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("opened_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("ended_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("hold_id", sa.Text(), nullable=True),
        sa.Column("from_wallet_minor", sa.BigInteger(), nullable=False),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("answered_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(state = 'open') = (ended_at_ms IS NULL)", name=op.f("ck_dispute_ended")),
        sa.CheckConstraint("state IN ('open', 'won', 'lost')", name=op.f("ck_dispute_state_word")),
        sa.CheckConstraint("(answered_by IS NULL) = (answered_at_ms IS NULL)", name=op.f("ck_dispute_answered")),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_dispute_amount")),
        sa.CheckConstraint("from_wallet_minor BETWEEN 0 AND amount_minor", name=op.f("ck_dispute_from_wallet")),
        sa.ForeignKeyConstraint(["buyer_id"], ["person.id"], name=op.f("fk_dispute_buyer_id")),
        sa.ForeignKeyConstraint(["page_id"], ["payment_page.id"], name=op.f("fk_dispute_page_id")),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_dispute_payment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute")),
        sa.UniqueConstraint("hold_id", name=op.f("uq_dispute_hold_id")),
        sa.UniqueConstraint("provider", "reference", name=op.f("uq_dispute_provider_reference")),
    )
    with op.batch_alter_table("dispute", schema=None) as batch_op:
        batch_op.create_index("ix_dispute_payment_id", ["payment_id"], unique=False)
        batch_op.create_index("ix_dispute_state_due_at_ms", ["state", "due_at_ms"], unique=False)

    op.create_table(
        "failed_refund",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("page_id", sa.Text(), nullable=False),
        sa.Column("payment_id", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("failed_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_why", sa.Text(), nullable=True),
        sa.Column("ended_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(state IN ('sent', 'paid_otherwise')) = (ended_at_ms IS NOT NULL)", name=op.f("ck_failed_refund_ended")
        ),
        sa.CheckConstraint(
            "state IN ('failed', 'sending', 'sent', 'paid_otherwise')", name=op.f("ck_failed_refund_state_word")
        ),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_failed_refund_amount")),
        sa.ForeignKeyConstraint(["page_id"], ["payment_page.id"], name=op.f("fk_failed_refund_page_id")),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_failed_refund_payment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_refund")),
        sa.UniqueConstraint("key", name=op.f("uq_failed_refund_key")),
    )
    with op.batch_alter_table("failed_refund", schema=None) as batch_op:
        batch_op.create_index("ix_failed_refund_state", ["state"], unique=False)

    op.create_table(
        "money_to_return",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("payment_id", sa.Text(), nullable=False),
        sa.Column("page_id", sa.Text(), nullable=True),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("came_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("sent_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("why IN ('late', 'twice', 'odd')", name=op.f("ck_money_to_return_why_word")),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_money_to_return_amount")),
        sa.ForeignKeyConstraint(["page_id"], ["payment_page.id"], name=op.f("fk_money_to_return_page_id")),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_money_to_return_payment_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_money_to_return")),
    )
    with op.batch_alter_table("money_to_return", schema=None) as batch_op:
        batch_op.create_index("ix_money_to_return_payment_id", ["payment_id"], unique=False)
        batch_op.create_index("ix_money_to_return_sent_at_ms", ["sent_at_ms"], unique=False)

    op.create_table(
        "dispute_movement",
        sa.Column("dispute_id", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("minor", sa.BigInteger(), nullable=False),
        sa.Column("fee_minor", sa.BigInteger(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["dispute_id"], ["dispute.id"], name=op.f("fk_dispute_movement_dispute_id")),
        sa.PrimaryKeyConstraint("dispute_id", "reference", name=op.f("pk_dispute_movement")),
    )
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("page_id", sa.Text(), nullable=True))
        batch_op.create_check_constraint(op.f("ck_payment_page"), "page_id IS NULL OR state = 'paid'")
    with op.batch_alter_table("refund", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_refund_reason_word"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_refund_reason_word"),
            "reason IN ('changed_mind', 'quality', 'wrong_item', 'not_arrived', 'cancelled', 'price_protection', 'chargeback')",
        )
    # Money that came too late until now stands in the book alone.
    op.execute(
        "INSERT INTO money_to_return (key, payment_id, provider, why, amount_minor, currency, came_at_ms, sent_at_ms) "
        "SELECT came.key, payment.id, payment.provider, 'late', payment.amount_minor, payment.currency, came.at_ms, "
        "(SELECT gone.at_ms FROM ledger_transfer AS gone WHERE gone.key = 'late-back:' || payment.id) "
        "FROM ledger_transfer AS came JOIN payment ON came.key = 'late:' || payment.id"
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
