"""wallets gifts and who may give them"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "gift_policy",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("knobs", sa.Text(), nullable=False),
        sa.Column("set_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_gift_policy")),
    )
    op.create_table(
        "live_giving_limit",
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("day_minor", sa.BigInteger(), nullable=True),
        sa.Column("month_minor", sa.BigInteger(), nullable=True),
        sa.Column("set_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("holds_from_at_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("day_minor >= 0", name=op.f("ck_live_giving_limit_day")),
        sa.CheckConstraint("month_minor >= 0", name=op.f("ck_live_giving_limit_month")),
        sa.CheckConstraint("version > 0", name=op.f("ck_live_giving_limit_version")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_live_giving_limit_person_id")),
        sa.PrimaryKeyConstraint("person_id", "version", name=op.f("pk_live_giving_limit")),
    )
    op.create_table(
        "person_age",
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("born_on", sa.Text(), nullable=False),
        sa.Column("confirmed_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("corrected_by", sa.Text(), nullable=True),
        sa.Column("corrected_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(corrected_by IS NULL) = (corrected_at_ms IS NULL)", name=op.f("ck_person_age_corrected")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_age_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_person_age")),
    )
    op.create_table(
        "top_up",
        sa.Column("payment_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("paid_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("sent_back_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("paid_at_ms IS NOT NULL OR sent_back_minor = 0", name=op.f("ck_top_up_paid")),
        sa.CheckConstraint("sent_back_minor BETWEEN 0 AND amount_minor", name=op.f("ck_top_up_sent_back")),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_top_up_payment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_top_up_person_id")),
        sa.PrimaryKeyConstraint("payment_id", name=op.f("pk_top_up")),
    )
    with op.batch_alter_table("top_up", schema=None) as batch_op:
        batch_op.create_index("ix_top_up_person_id", ["person_id", "paid_at_ms"], unique=False)

    op.create_table(
        "live_gift",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("room_id", sa.Text(), nullable=False),
        sa.Column("show_id", sa.Text(), nullable=False),
        sa.Column("giver_id", sa.Text(), nullable=False),
        sa.Column("host_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_minor", sa.BigInteger(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("mcn_id", sa.Text(), nullable=True),
        sa.Column("mcn_share_bp", sa.Integer(), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("sent_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("take_back_until_ms", sa.BigInteger(), nullable=False),
        sa.Column("release_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("refunded_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("refunded_by", sa.Text(), nullable=True),
        sa.Column("refund_reason", sa.Text(), nullable=True),
        sa.Column("refund_note", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "refund_reason IN ('taken_back', 'minor', 'mistake', 'fraud', 'other')",
            name=op.f("ck_live_gift_refund_reason_word"),
        ),
        sa.CheckConstraint("(refunded_at_ms IS NULL) = (refund_reason IS NULL)", name=op.f("ck_live_gift_refunded")),
        sa.CheckConstraint(
            "amount_minor = unit_minor * quantity AND amount_minor > 0", name=op.f("ck_live_gift_amount")
        ),
        sa.CheckConstraint("quantity BETWEEN 1 AND 99", name=op.f("ck_live_gift_quantity")),
        sa.CheckConstraint("take_back_until_ms <= release_at_ms", name=op.f("ck_live_gift_times")),
        sa.ForeignKeyConstraint(["giver_id"], ["person.id"], name=op.f("fk_live_gift_giver_id")),
        sa.ForeignKeyConstraint(["host_id"], ["person.id"], name=op.f("fk_live_gift_host_id")),
        sa.ForeignKeyConstraint(["room_id"], ["live_room.id"], name=op.f("fk_live_gift_room_id")),
        sa.ForeignKeyConstraint(["show_id"], ["live_show.id"], name=op.f("fk_live_gift_show_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_gift")),
        sa.UniqueConstraint("giver_id", "key", name=op.f("uq_live_gift_giver_id_key")),
    )
    with op.batch_alter_table("live_gift", schema=None) as batch_op:
        batch_op.create_index("ix_live_gift_giver_id_sent_at_ms", ["giver_id", "sent_at_ms"], unique=False)
        batch_op.create_index("ix_live_gift_show_id", ["show_id", "id"], unique=False)

    op.create_table(
        "live_giver",
        sa.Column("show_id", sa.Text(), nullable=False),
        sa.Column("giver_id", sa.Text(), nullable=False),
        sa.Column("gifts", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("last_at_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_minor >= 0", name=op.f("ck_live_giver_amount")),
        sa.CheckConstraint("gifts >= 0", name=op.f("ck_live_giver_gifts")),
        sa.ForeignKeyConstraint(["giver_id"], ["person.id"], name=op.f("fk_live_giver_giver_id")),
        sa.ForeignKeyConstraint(["show_id"], ["live_show.id"], name=op.f("fk_live_giver_show_id")),
        sa.PrimaryKeyConstraint("show_id", "giver_id", name=op.f("pk_live_giver")),
    )
    op.create_table(
        "money_back",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("payment_id", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("hold_id", sa.Text(), nullable=False),
        sa.Column("asked_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("sent_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_money_back_amount")),
        sa.ForeignKeyConstraint(["payment_id"], ["top_up.payment_id"], name=op.f("fk_money_back_payment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_money_back_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_money_back")),
        sa.UniqueConstraint("hold_id", name=op.f("uq_money_back_hold_id")),
        sa.UniqueConstraint("person_id", "key", "payment_id", name=op.f("uq_money_back_person_id_key_payment_id")),
    )
    add_column("value_line", "kind", "order", "kind IN ('order', 'gift')")
    add_column("value_line", "back_to", "psp_clearing")
    allow("consent", "ck_consent_purpose_word", "purpose IN ('terms', 'personal_feed', 'research', 'leaderboard')")
    allow(
        "value_share",
        "ck_value_share_role_word",
        "role IN ('psp', 'platform', 'host', 'mcn', 'reviewer', 'brand', 'cohost')",
    )


def add_column(table: str, name: str, value: str, condition: str = "") -> None:
    """A text that must be there, with `value` in the rows that are there already."""
    check = f" CONSTRAINT ck_{table}_{name}_word CHECK ({condition})" if condition else ""
    op.execute(f"ALTER TABLE {table} ADD COLUMN {name} TEXT DEFAULT '{value}' NOT NULL{check}")
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column(table, name, server_default=None)


def allow(table: str, constraint: str, condition: str) -> None:
    """Another condition for a column of words. SQLite writes the table anew, with everything else as it was."""
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        op.drop_constraint(op.f(constraint), table, type_="check")
        op.create_check_constraint(op.f(constraint), table, condition)
        return
    of_table = sa.text("SELECT sql FROM sqlite_master WHERE tbl_name = :name AND type = :kind AND sql IS NOT NULL")
    [made] = bind.execute(of_table, {"name": table, "kind": "table"}).scalars().all()
    indexes = bind.execute(of_table, {"name": table, "kind": "index"}).scalars().all()
    anew, times = re.subn(
        rf"CONSTRAINT {constraint} CHECK \(\w+ IN \([^()]*\)\)", f"CONSTRAINT {constraint} CHECK ({condition})", made
    )
    if times != 1:
        raise ValueError(f"{constraint} does not stand in the table's own words: {made}")
    op.execute(re.sub(rf'^CREATE TABLE "?{table}"?', f"CREATE TABLE {table}_anew", anew))
    op.execute(f"INSERT INTO {table}_anew SELECT * FROM {table}")
    op.execute(f"DROP TABLE {table}")
    op.execute(f"ALTER TABLE {table}_anew RENAME TO {table}")
    for index in indexes:
        op.execute(index)


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
