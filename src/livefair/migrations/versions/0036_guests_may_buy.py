"""guests may buy"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "guest_buyer",
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("came_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("claimed_by", sa.Text(), nullable=True),
        sa.Column("claimed_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(claimed_by IS NULL) = (claimed_at_ms IS NULL)", name=op.f("ck_guest_buyer_claimed")),
        sa.ForeignKeyConstraint(["claimed_by"], ["person.id"], name=op.f("fk_guest_buyer_claimed_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_guest_buyer_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_guest_buyer")),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
