"""partners lend each other resources"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "resource",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("slot_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("offered_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("slot_minor >= 0", name=op.f("ck_resource_slot_minor")),
        sa.CheckConstraint("kind IN ('studio', 'venue', 'equipment', 'crew')", name=op.f("ck_resource_kind_word")),
        sa.ForeignKeyConstraint(["owner_id"], ["organisation.id"], name=op.f("fk_resource_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource")),
    )
    with op.batch_alter_table("resource", schema=None) as batch_op:
        batch_op.create_index("ix_resource_owner_id", ["owner_id"], unique=False)

    op.create_table(
        "booking",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("resource_id", sa.Text(), nullable=False),
        sa.Column("host_id", sa.Text(), nullable=False),
        sa.Column("booked_by", sa.Text(), nullable=False),
        sa.Column("payer", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("from_ms", sa.BigInteger(), nullable=False),
        sa.Column("until_ms", sa.BigInteger(), nullable=False),
        sa.Column("fee_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("booked_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("ended_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(state = 'booked') = (ended_at_ms IS NULL)", name=op.f("ck_booking_ended")),
        sa.CheckConstraint("until_ms > from_ms", name=op.f("ck_booking_length")),
        sa.CheckConstraint("state IN ('booked', 'cancelled', 'ended')", name=op.f("ck_booking_state_word")),
        sa.ForeignKeyConstraint(["booked_by"], ["person.id"], name=op.f("fk_booking_booked_by")),
        sa.ForeignKeyConstraint(["host_id"], ["person.id"], name=op.f("fk_booking_host_id")),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_booking_resource_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
        sa.UniqueConstraint("booked_by", "key", name=op.f("uq_booking_booked_by_key")),
    )
    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.create_index("ix_booking_booked_by", ["booked_by"], unique=False)
        batch_op.create_index("ix_booking_host_id_from_ms", ["host_id", "from_ms"], unique=False)
        batch_op.create_index("ix_booking_resource_id_from_ms", ["resource_id", "from_ms"], unique=False)

    op.create_table(
        "booked_slot",
        sa.Column("resource_id", sa.Text(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_booked_slot_booking_id")),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_booked_slot_resource_id")),
        sa.PrimaryKeyConstraint("resource_id", "slot", name=op.f("pk_booked_slot")),
    )
    with op.batch_alter_table("booked_slot", schema=None) as batch_op:
        batch_op.create_index("ix_booked_slot_booking_id", ["booking_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
