"""the tables as they are at first"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attempt",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("window_started_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_attempt")),
    )
    op.create_table(
        "fact_log",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_fact_log")),
        sa.UniqueConstraint("id", name=op.f("uq_fact_log_id")),
    )
    op.create_index("ix_fact_log_kind_at_ms", "fact_log", ["kind", "at_ms"], unique=False)
    op.create_table(
        "feed_policy",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("knobs", sa.Text(), nullable=False),
        sa.Column("set_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_feed_policy")),
    )
    op.create_table(
        "ledger_balance",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("balance_minor", sa.BigInteger(), nullable=False),
        sa.Column("held_minor", sa.BigInteger(), nullable=False),
        sa.Column("floor_minor", sa.BigInteger(), nullable=True),
        sa.Column("ceiling_minor", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "ceiling_minor IS NULL OR balance_minor <= ceiling_minor", name=op.f("ck_ledger_balance_ceiling")
        ),
        sa.CheckConstraint(
            "floor_minor IS NULL OR balance_minor - held_minor >= floor_minor", name=op.f("ck_ledger_balance_floor")
        ),
        sa.CheckConstraint("held_minor >= 0", name=op.f("ck_ledger_balance_held")),
        sa.PrimaryKeyConstraint("account", "currency", name=op.f("pk_ledger_balance")),
    )
    op.create_table(
        "ledger_transfer",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("body_hash", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("pending_id", sa.Text(), nullable=True),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(phase IN ('settled', 'voided', 'expired')) = (pending_id IS NOT NULL)",
            name=op.f("ck_ledger_transfer_resolution_names_its_pending"),
        ),
        sa.CheckConstraint(
            "phase IN ('posted', 'pending', 'settled', 'voided', 'expired')", name=op.f("ck_ledger_transfer_phase_word")
        ),
        sa.ForeignKeyConstraint(["pending_id"], ["ledger_transfer.id"], name=op.f("fk_ledger_transfer_pending_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_transfer")),
        sa.UniqueConstraint("key", name=op.f("uq_ledger_transfer_key")),
        sa.UniqueConstraint("pending_id", name=op.f("uq_ledger_transfer_pending_id")),
    )
    op.create_table(
        "local_charge",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("payment_id", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("refunded_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("outcome IN ('succeeded', 'declined')", name=op.f("ck_local_charge_outcome_word")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_charge")),
        sa.UniqueConstraint("payment_id", "outcome", name=op.f("uq_local_charge_payment_id_outcome")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("logo_key", sa.Text(), nullable=True),
        sa.Column("founded_at_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind IN ('brand', 'mcn')", name=op.f("ck_organisation_kind_word")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("name", name=op.f("uq_organisation_name")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=True),
        sa.Column("avatar_key", sa.Text(), nullable=True),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("joined_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("closed_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("hidden_case_id", sa.Text(), nullable=True),
        sa.CheckConstraint("locale IN ('zh', 'en')", name=op.f("ck_person_locale_word")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_index(
        "ix_person_removed",
        "person",
        ["id"],
        unique=False,
        sqlite_where=sa.text("hidden_case_id IS NOT NULL"),
        postgresql_where=sa.text("hidden_case_id IS NOT NULL"),
    )
    op.create_table(
        "rule_set",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("effective_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("published_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("published_by", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_rule_set")),
    )
    op.create_index(op.f("ix_rule_set_effective_at_ms"), "rule_set", ["effective_at_ms"], unique=False)
    op.create_table(
        "search_doc",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("popularity", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_search_doc")),
        sa.UniqueConstraint("kind", "item", name=op.f("uq_search_doc_kind_item")),
    )
    op.create_table(
        "search_tally",
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("times", sa.BigInteger(), nullable=False),
        sa.Column("hits", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "text", name=op.f("pk_search_tally")),
    )
    op.create_table(
        "search_word",
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("docs", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_search_word")),
    )
    op.create_table(
        "value_local_transfer",
        sa.Column("payout_id", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("behaviour", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("payout_id", name=op.f("pk_value_local_transfer")),
    )
    op.create_table(
        "value_open_claim",
        sa.Column("claim_id", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("opened_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("closed_at_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_value_open_claim")),
    )
    op.create_index("ix_value_open_claim_order_id", "value_open_claim", ["order_id"], unique=False)
    op.create_table(
        "value_payout_account",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("last4", sa.Text(), nullable=False),
        sa.Column("current_of", sa.Text(), nullable=True),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("added_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("replaced_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(current_of IS NULL) = (replaced_at_ms IS NOT NULL)", name=op.f("ck_value_payout_account_replaced")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_value_payout_account")),
        sa.UniqueConstraint("current_of", name=op.f("uq_value_payout_account_current_of")),
    )
    op.create_index("ix_value_payout_account_party", "value_payout_account", ["party"], unique=False)
    op.create_table(
        "value_payout_batch",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("begun_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("ended_at_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_value_payout_batch")),
    )
    op.create_table(
        "value_payout_stop",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("in_force_for", sa.Text(), nullable=True),
        sa.Column("stopped_by", sa.Text(), nullable=False),
        sa.Column("stopped_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("lifted_by", sa.Text(), nullable=True),
        sa.Column("lifted_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "(in_force_for IS NULL) = (lifted_at_ms IS NOT NULL)", name=op.f("ck_value_payout_stop_lifted")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_value_payout_stop")),
        sa.UniqueConstraint("in_force_for", name=op.f("uq_value_payout_stop_in_force_for")),
    )
    op.create_table(
        "value_share_rules",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("effective_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("published_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("published_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_value_share_rules")),
    )
    op.create_index(
        op.f("ix_value_share_rules_effective_at_ms"), "value_share_rules", ["effective_at_ms"], unique=False
    )
    op.create_table(
        "value_study",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("to_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("draws", sa.Integer(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("asked_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("finished_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("row_count", sa.Integer(), nullable=True),
        sa.Column("people_count", sa.Integer(), nullable=True),
        sa.Column("seen", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('paths', 'attribution', 'retention')", name=op.f("ck_value_study_kind_word")),
        sa.CheckConstraint(
            "finished_at_ms IS NULL OR (result IS NULL) <> (why IS NULL)", name=op.f("ck_value_study_one_answer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_value_study")),
    )
    op.create_index("ix_value_study_kind_asked_at_ms", "value_study", ["kind", "asked_at_ms"], unique=False)
    op.create_table(
        "access_token",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("made_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("expires_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_access_token_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_access_token_token_hash")),
    )
    op.create_index("ix_access_token_person_id", "access_token", ["person_id"], unique=False)
    op.create_table(
        "address",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("street", sa.Text(), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("removed_at_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_address_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address")),
    )
    op.create_index("ix_address_person_id", "address", ["person_id"], unique=False)
    op.create_table(
        "block",
        sa.Column("blocker_id", sa.Text(), nullable=False),
        sa.Column("blocked_id", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["blocked_id"], ["person.id"], name=op.f("fk_block_blocked_id")),
        sa.ForeignKeyConstraint(["blocker_id"], ["person.id"], name=op.f("fk_block_blocker_id")),
        sa.PrimaryKeyConstraint("blocker_id", "blocked_id", name=op.f("pk_block")),
    )
    op.create_index("ix_block_blocked_id", "block", ["blocked_id"], unique=False)
    op.create_table(
        "consent",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("text_version", sa.Text(), nullable=False),
        sa.Column("given_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("purpose IN ('terms', 'personal_feed', 'research')", name=op.f("ck_consent_purpose_word")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consent_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index("ix_consent_person_id", "consent", ["person_id"], unique=False)
    op.create_table(
        "feed_impression",
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("viewer", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Text(), nullable=False),
        sa.Column("creator_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("propensity_ppm", sa.Integer(), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("shown_at_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "reason IN ('similar', 'popular', 'fresh', 'follows', 'on_air', 'explore')",
            name=op.f("ck_feed_impression_reason_word"),
        ),
        sa.CheckConstraint("propensity_ppm BETWEEN 1 AND 1000000", name=op.f("ck_feed_impression_propensity")),
        sa.ForeignKeyConstraint(["creator_id"], ["person.id"], name=op.f("fk_feed_impression_creator_id")),
        sa.PrimaryKeyConstraint("page", "slot", name=op.f("pk_feed_impression")),
    )
    op.create_index(
        "ix_feed_impression_creator_id_shown_at_ms", "feed_impression", ["creator_id", "shown_at_ms"], unique=False
    )
    op.create_index("ix_feed_impression_shown_at_ms", "feed_impression", ["shown_at_ms"], unique=False)
    op.create_table(
        "follow",
        sa.Column("follower_id", sa.Text(), nullable=False),
        sa.Column("followed_id", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["followed_id"], ["person.id"], name=op.f("fk_follow_followed_id")),
        sa.ForeignKeyConstraint(["follower_id"], ["person.id"], name=op.f("fk_follow_follower_id")),
        sa.PrimaryKeyConstraint("follower_id", "followed_id", name=op.f("pk_follow")),
    )
    op.create_index("ix_follow_followed_id", "follow", ["followed_id"], unique=False)
    op.create_table(
        "job",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("args", sa.Text(), nullable=False),
        sa.Column("fact_id", sa.Text(), nullable=True),
        sa.Column("created_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("due_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until_ms", sa.BigInteger(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("dead_at_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["fact_id"], ["fact_log.id"], name=op.f("fk_job_fact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("key", name=op.f("uq_job_key")),
    )
    op.create_index("ix_job_dead_at_ms_due_at_ms", "job", ["dead_at_ms", "due_at_ms"], unique=False)
    op.create_table(
        "ledger_entry",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("transfer_id", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("minor", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.CheckConstraint("minor <> 0", name=op.f("ck_ledger_entry_minor_moves")),
        sa.ForeignKeyConstraint(["transfer_id"], ["ledger_transfer.id"], name=op.f("fk_ledger_entry_transfer_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_ledger_entry")),
    )
    op.create_index("ix_ledger_entry_account_seq", "ledger_entry", ["account", "seq"], unique=False)
    op.create_index(op.f("ix_ledger_entry_transfer_id"), "ledger_entry", ["transfer_id"], unique=False)
    op.create_table(
        "ledger_hold",
        sa.Column("transfer_id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("minor", sa.BigInteger(), nullable=False),
        sa.Column("expires_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("minor > 0", name=op.f("ck_ledger_hold_minor_positive")),
        sa.ForeignKeyConstraint(["transfer_id"], ["ledger_transfer.id"], name=op.f("fk_ledger_hold_transfer_id")),
        sa.PrimaryKeyConstraint("transfer_id", name=op.f("pk_ledger_hold")),
    )
    op.create_index(op.f("ix_ledger_hold_expires_at_ms"), "ledger_hold", ["expires_at_ms"], unique=False)
    op.create_table(
        "live_room",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("host_id", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("opened_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("closed_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("stream_key_hash", sa.Text(), nullable=True),
        sa.Column("stream_key_issued_at_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["host_id"], ["person.id"], name=op.f("fk_live_room_host_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_live_room_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_room")),
        sa.UniqueConstraint("stream_key_hash", name=op.f("uq_live_room_stream_key_hash")),
    )
    op.create_index("ix_live_room_host_id", "live_room", ["host_id"], unique=False)
    op.create_index("ix_live_room_organisation_id", "live_room", ["organisation_id"], unique=False)
    op.create_table(
        "local_refund",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("charge_id", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["charge_id"], ["local_charge.id"], name=op.f("fk_local_refund_charge_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_local_refund")),
    )
    op.create_table(
        "membership",
        sa.Column("organisation_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("rank", sa.Text(), nullable=False),
        sa.Column("joined_at_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("rank IN ('owner', 'member')", name=op.f("ck_membership_rank_word")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id")),
        sa.PrimaryKeyConstraint("organisation_id", "person_id", name=op.f("pk_membership")),
    )
    op.create_index("ix_membership_person_id", "membership", ["person_id"], unique=False)
    op.create_table(
        "moderation_case",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("report_count", sa.Integer(), nullable=False),
        sa.Column("opened_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("due_at_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'decided', 'appealed', 'final')", name=op.f("ck_moderation_case_state_word")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_moderation_case_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_case")),
    )
    op.create_index(op.f("ix_moderation_case_author_id"), "moderation_case", ["author_id"], unique=False)
    op.create_index("ix_moderation_case_state_due", "moderation_case", ["state", "due_at_ms", "id"], unique=False)
    op.create_index("ix_moderation_case_subject", "moderation_case", ["subject_kind", "subject_id"], unique=False)
    op.create_index(
        "uq_moderation_case_open_subject",
        "moderation_case",
        ["subject_kind", "subject_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "payment",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("buyer_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opened_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("expires_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("ended_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("state IN ('open', 'paid', 'declined', 'expired')", name=op.f("ck_payment_state_word")),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_payment_amount")),
        sa.ForeignKeyConstraint(["buyer_id"], ["person.id"], name=op.f("fk_payment_buyer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("buyer_id", "key", name=op.f("uq_payment_buyer_id_key")),
    )
    op.create_table(
        "person_role",
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("given_at_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "role IN ('customer', 'host', 'mcn', 'brand', 'operator', 'moderator', 'researcher')",
            name=op.f("ck_person_role_role_word"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_role_person_id")),
        sa.PrimaryKeyConstraint("person_id", "role", name=op.f("pk_person_role")),
    )
    op.create_table(
        "roster",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("mcn_id", sa.Text(), nullable=False),
        sa.Column("host_id", sa.Text(), nullable=False),
        sa.Column("share_bp", sa.Integer(), nullable=False),
        sa.Column("offered_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("accepted_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("ends_at_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("share_bp BETWEEN 0 AND 10000", name=op.f("ck_roster_share")),
        sa.ForeignKeyConstraint(["host_id"], ["person.id"], name=op.f("fk_roster_host_id")),
        sa.ForeignKeyConstraint(["mcn_id"], ["organisation.id"], name=op.f("fk_roster_mcn_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster")),
    )
    op.create_index("ix_roster_host_id", "roster", ["host_id"], unique=False)
    op.create_index("ix_roster_mcn_id", "roster", ["mcn_id"], unique=False)
    op.create_table(
        "rule",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title_zh", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("text_zh", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["version"], ["rule_set.version"], name=op.f("fk_rule_version")),
        sa.PrimaryKeyConstraint("version", "code", name=op.f("pk_rule")),
    )
    op.create_table(
        "session",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("opened_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("seen_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("expires_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("ended_at_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_session_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_session_token_hash")),
    )
    op.create_index("ix_session_person_id", "session", ["person_id"], unique=False)
    op.create_table(
        "shipment",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("brand_id", sa.Text(), nullable=False),
        sa.Column("carrier", sa.Text(), nullable=False),
        sa.Column("tracking", sa.Text(), nullable=False),
        sa.Column("promised_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("shipped_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("delivered_at_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["brand_id"], ["organisation.id"], name=op.f("fk_shipment_brand_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipment")),
        sa.UniqueConstraint("reference", name=op.f("uq_shipment_reference")),
    )
    op.create_index("ix_shipment_brand_id", "shipment", ["brand_id"], unique=False)
    op.create_table(
        "value_line",
        sa.Column("line_id", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("rule_version", sa.Integer(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("refunded_minor", sa.BigInteger(), nullable=False),
        sa.Column("planned_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("due_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("released_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("refunded_minor BETWEEN 0 AND amount_minor", name=op.f("ck_value_line_refunded")),
        sa.ForeignKeyConstraint(
            ["rule_version"], ["value_share_rules.version"], name=op.f("fk_value_line_rule_version")
        ),
        sa.PrimaryKeyConstraint("line_id", name=op.f("pk_value_line")),
    )
    op.create_index("ix_value_line_order_id", "value_line", ["order_id"], unique=False)
    op.create_index("ix_value_line_planned_at_ms", "value_line", ["planned_at_ms"], unique=False)
    op.create_table(
        "value_payout",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("batch", sa.Text(), nullable=True),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("hold_id", sa.Text(), nullable=False),
        sa.Column("after_seq", sa.BigInteger(), nullable=False),
        sa.Column("until_seq", sa.BigInteger(), nullable=False),
        sa.Column("under_way", sa.Text(), nullable=True),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("sent_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("ended_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.CheckConstraint("(state = 'sending') = (ended_at_ms IS NULL)", name=op.f("ck_value_payout_ended")),
        sa.CheckConstraint("(state = 'sending') = (under_way IS NOT NULL)", name=op.f("ck_value_payout_under_way")),
        sa.CheckConstraint(
            "state IN ('sending', 'paid', 'failed', 'returned', 'paid_late')", name=op.f("ck_value_payout_state_word")
        ),
        sa.CheckConstraint("after_seq < until_seq", name=op.f("ck_value_payout_span")),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_value_payout_amount")),
        sa.ForeignKeyConstraint(["account_id"], ["value_payout_account.id"], name=op.f("fk_value_payout_account_id")),
        sa.ForeignKeyConstraint(["batch"], ["value_payout_batch.day"], name=op.f("fk_value_payout_batch")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_value_payout")),
        sa.UniqueConstraint("hold_id", name=op.f("uq_value_payout_hold_id")),
        sa.UniqueConstraint("party", "key", name=op.f("uq_value_payout_party_key")),
        sa.UniqueConstraint("under_way", name=op.f("uq_value_payout_under_way")),
    )
    op.create_index("ix_value_payout_state_asked_at_ms", "value_payout", ["state", "asked_at_ms"], unique=False)
    op.create_table(
        "appeal",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("appealed_by", sa.Text(), nullable=False),
        sa.Column("appealed_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint("outcome IN ('upheld', 'overturned')", name=op.f("ck_appeal_outcome_word")),
        sa.ForeignKeyConstraint(["appealed_by"], ["person.id"], name=op.f("fk_appeal_appealed_by")),
        sa.ForeignKeyConstraint(["case_id"], ["moderation_case.id"], name=op.f("fk_appeal_case_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_appeal_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint("case_id", name=op.f("uq_appeal_case_id")),
    )
    op.create_table(
        "decision",
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("rule_version", sa.Integer(), nullable=False),
        sa.Column("rule_code", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("appeal_until_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("outcome IN ('keep', 'remove', 'warn')", name=op.f("ck_decision_outcome_word")),
        sa.ForeignKeyConstraint(["case_id"], ["moderation_case.id"], name=op.f("fk_decision_case_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_decision_decided_by")),
        sa.ForeignKeyConstraint(["rule_version", "rule_code"], ["rule.version", "rule.code"], name="fk_decision_rule"),
        sa.ForeignKeyConstraint(["rule_version"], ["rule_set.version"], name=op.f("fk_decision_rule_version")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_decision")),
    )
    op.create_table(
        "live_manners",
        sa.Column("room_id", sa.Text(), nullable=False),
        sa.Column("slow_ms", sa.Integer(), nullable=False),
        sa.Column("speakers", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("set_at_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("speakers IN ('everybody', 'followers')", name=op.f("ck_live_manners_speakers_word")),
        sa.CheckConstraint("slow_ms >= 0", name=op.f("ck_live_manners_slow_ms")),
        sa.ForeignKeyConstraint(["room_id"], ["live_room.id"], name=op.f("fk_live_manners_room_id")),
        sa.PrimaryKeyConstraint("room_id", name=op.f("pk_live_manners")),
    )
    op.create_table(
        "live_moderator",
        sa.Column("room_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("named_by", sa.Text(), nullable=False),
        sa.Column("named_at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_live_moderator_person_id")),
        sa.ForeignKeyConstraint(["room_id"], ["live_room.id"], name=op.f("fk_live_moderator_room_id")),
        sa.PrimaryKeyConstraint("room_id", "person_id", name=op.f("pk_live_moderator")),
    )
    op.create_table(
        "live_mute",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("room_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("muted_by", sa.Text(), nullable=False),
        sa.Column("muted_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("until_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("lifted_by", sa.Text(), nullable=True),
        sa.Column("lifted_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "reason IN ('spam', 'abuse', 'advertising', 'off_topic', 'other')", name=op.f("ck_live_mute_reason_word")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_live_mute_person_id")),
        sa.ForeignKeyConstraint(["room_id"], ["live_room.id"], name=op.f("fk_live_mute_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_mute")),
    )
    op.create_index("ix_live_mute_person_id", "live_mute", ["person_id"], unique=False)
    op.create_index(
        "uq_live_mute_unlifted",
        "live_mute",
        ["room_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("lifted_at_ms IS NULL"),
        postgresql_where=sa.text("lifted_at_ms IS NULL"),
    )
    op.create_table(
        "live_publishing",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("room_id", sa.Text(), nullable=False),
        sa.Column("protocol", sa.Text(), nullable=False),
        sa.Column("started_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("stopped_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("protocol IN ('whip', 'rtmp', 'websocket')", name=op.f("ck_live_publishing_protocol_word")),
        sa.ForeignKeyConstraint(["room_id"], ["live_room.id"], name=op.f("fk_live_publishing_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_publishing")),
    )
    op.create_index("ix_live_publishing_room_id", "live_publishing", ["room_id", "started_at_ms"], unique=False)
    op.create_table(
        "live_show",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("room_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("scene", sa.Text(), nullable=False),
        sa.Column("cover_key", sa.Text(), nullable=True),
        sa.Column("made_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("planned_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("started_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("ended_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("cancelled_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("likes", sa.BigInteger(), nullable=False),
        sa.Column("lines", sa.BigInteger(), nullable=False),
        sa.Column("viewers_max", sa.Integer(), nullable=False),
        sa.Column("recording_key", sa.Text(), nullable=True),
        sa.Column("recorded_from_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("recorded_ms", sa.BigInteger(), nullable=True),
        sa.Column("replay_hidden_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("replay_hidden_by", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "scene IN ('studio', 'shop', 'warehouse', 'origin', 'home', 'outdoors')",
            name=op.f("ck_live_show_scene_word"),
        ),
        sa.CheckConstraint("ended_at_ms IS NULL OR started_at_ms IS NOT NULL", name=op.f("ck_live_show_order")),
        sa.CheckConstraint("likes >= 0", name=op.f("ck_live_show_likes")),
        sa.CheckConstraint("lines >= 0", name=op.f("ck_live_show_lines")),
        sa.ForeignKeyConstraint(["room_id"], ["live_room.id"], name=op.f("fk_live_show_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_show")),
    )
    op.create_index("ix_live_show_room_id_started_at_ms", "live_show", ["room_id", "started_at_ms"], unique=False)
    op.create_index(
        "uq_live_show_on_air",
        "live_show",
        ["room_id"],
        unique=True,
        sqlite_where=sa.text("started_at_ms IS NOT NULL AND ended_at_ms IS NULL"),
        postgresql_where=sa.text("started_at_ms IS NOT NULL AND ended_at_ms IS NULL"),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("given_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("read_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('report_answered', 'case_decided', 'appeal_decided', 'report_reversed')",
            name=op.f("ck_notice_kind_word"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["moderation_case.id"], name=op.f("fk_notice_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("person_id", "case_id", "kind", name=op.f("uq_notice_person_id_case_id_kind")),
    )
    op.create_index("ix_notice_person_id_id", "notice", ["person_id", "id"], unique=False)
    op.create_table(
        "orders",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("payment_id", sa.Text(), nullable=False),
        sa.Column("buyer_id", sa.Text(), nullable=False),
        sa.Column("brand_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("placed_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("paid_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("shipped_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("delivered_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("returnable_until_ms", sa.BigInteger(), nullable=True),
        sa.Column("ended_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "state IN ('awaiting_payment', 'paid', 'shipped', 'delivered', 'cancelled', 'refunded')",
            name=op.f("ck_orders_state_word"),
        ),
        sa.ForeignKeyConstraint(["brand_id"], ["organisation.id"], name=op.f("fk_orders_brand_id")),
        sa.ForeignKeyConstraint(["buyer_id"], ["person.id"], name=op.f("fk_orders_buyer_id")),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_orders_payment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
    )
    op.create_index("ix_orders_brand_id_state", "orders", ["brand_id", "state"], unique=False)
    op.create_index("ix_orders_buyer_id", "orders", ["buyer_id"], unique=False)
    op.create_index("ix_orders_payment_id", "orders", ["payment_id"], unique=False)
    op.create_table(
        "product",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("brand_id", sa.Text(), nullable=False),
        sa.Column("title_zh", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("about_zh", sa.Text(), nullable=False),
        sa.Column("about_en", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("model_key", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("hidden_case_id", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('listed', 'withdrawn')", name=op.f("ck_product_state_word")),
        sa.ForeignKeyConstraint(["brand_id"], ["organisation.id"], name=op.f("fk_product_brand_id")),
        sa.ForeignKeyConstraint(["hidden_case_id"], ["moderation_case.id"], name=op.f("fk_product_hidden_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
    )
    op.create_index("ix_product_brand_id", "product", ["brand_id"], unique=False)
    op.create_index(
        "ix_product_removed",
        "product",
        ["id"],
        unique=False,
        sqlite_where=sa.text("hidden_case_id IS NOT NULL"),
        postgresql_where=sa.text("hidden_case_id IS NOT NULL"),
    )
    op.create_table(
        "report",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("reporter_id", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("filed_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("answered_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "reason IN ('danger', 'minors', 'illegal_goods', 'harassment', 'privacy', 'vulgar', 'false_claim', 'price_trick', 'hidden_advertising', 'rights', 'spam', 'other')",
            name=op.f("ck_report_reason_word"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["moderation_case.id"], name=op.f("fk_report_case_id")),
        sa.ForeignKeyConstraint(["reporter_id"], ["person.id"], name=op.f("fk_report_reporter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("reporter_id", "key", name=op.f("uq_report_reporter_id_key")),
    )
    op.create_index("ix_report_case_id_id", "report", ["case_id", "id"], unique=False)
    op.create_index("ix_report_reporter_id_filed_at_ms", "report", ["reporter_id", "filed_at_ms"], unique=False)
    op.create_index(
        "uq_report_open",
        "report",
        ["reporter_id", "subject_kind", "subject_id"],
        unique=True,
        sqlite_where=sa.text("answered_at_ms IS NULL"),
        postgresql_where=sa.text("answered_at_ms IS NULL"),
    )
    op.create_table(
        "value_payout_notice",
        sa.Column("payout_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("given_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("read_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('sending', 'paid', 'failed', 'returned', 'paid_late')",
            name=op.f("ck_value_payout_notice_kind_word"),
        ),
        sa.ForeignKeyConstraint(["payout_id"], ["value_payout.id"], name=op.f("fk_value_payout_notice_payout_id")),
        sa.PrimaryKeyConstraint("payout_id", "person_id", "kind", name=op.f("pk_value_payout_notice")),
    )
    op.create_index(
        "ix_value_payout_notice_person_id_given_at_ms",
        "value_payout_notice",
        ["person_id", "given_at_ms"],
        unique=False,
    )
    op.create_table(
        "value_share",
        sa.Column("line_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("party", sa.Text(), nullable=True),
        sa.Column("account", sa.Text(), nullable=True),
        sa.Column("weight", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("basis_points", sa.Integer(), nullable=False),
        sa.Column("base_minor", sa.BigInteger(), nullable=False),
        sa.Column("planned_minor", sa.BigInteger(), nullable=False),
        sa.Column("refunded_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "role IN ('psp', 'platform', 'host', 'mcn', 'reviewer', 'brand')", name=op.f("ck_value_share_role_word")
        ),
        sa.CheckConstraint("(party IS NULL) <> (account IS NULL)", name=op.f("ck_value_share_one_owner")),
        sa.CheckConstraint("refunded_minor BETWEEN 0 AND planned_minor", name=op.f("ck_value_share_refunded")),
        sa.ForeignKeyConstraint(["line_id"], ["value_line.line_id"], name=op.f("fk_value_share_line_id")),
        sa.PrimaryKeyConstraint("line_id", "position", name=op.f("pk_value_share")),
    )
    op.create_index("ix_value_share_party_line_id", "value_share", ["party", "line_id"], unique=False)
    op.create_table(
        "video",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("byte_count", sa.BigInteger(), nullable=False),
        sa.Column("opened_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("progress_percent", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failure_code", sa.Text(), nullable=True),
        sa.Column("mp4_key", sa.Text(), nullable=True),
        sa.Column("playlist_key", sa.Text(), nullable=True),
        sa.Column("poster_key", sa.Text(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("duration_ms", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("caption", sa.Text(), nullable=False),
        sa.Column("advertising", sa.Text(), nullable=False),
        sa.Column("published_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("removed_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("hidden_case_id", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "advertising IN ('none', 'own_goods', 'paid', 'commission')", name=op.f("ck_video_advertising_word")
        ),
        sa.CheckConstraint(
            "state IN ('uploading', 'uploaded', 'processing', 'ready', 'failed', 'published', 'removed')",
            name=op.f("ck_video_state_word"),
        ),
        sa.CheckConstraint("progress_percent BETWEEN 0 AND 100", name=op.f("ck_video_progress")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_video_author_id")),
        sa.ForeignKeyConstraint(["hidden_case_id"], ["moderation_case.id"], name=op.f("fk_video_hidden_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_video")),
        sa.UniqueConstraint("author_id", "key", name=op.f("uq_video_author_id_key")),
    )
    op.create_index("ix_video_author_id_published_at_ms", "video", ["author_id", "published_at_ms"], unique=False)
    op.create_index("ix_video_state_published_at_ms", "video", ["state", "published_at_ms"], unique=False)
    op.create_table(
        "comment",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("video_id", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Text(), nullable=False),
        sa.Column("thread_id", sa.Text(), nullable=True),
        sa.Column("reply_to_id", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("reply_count", sa.Integer(), nullable=False),
        sa.Column("written_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("removed_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("removed_by", sa.Text(), nullable=True),
        sa.Column("hidden_case_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_comment_author_id")),
        sa.ForeignKeyConstraint(["hidden_case_id"], ["moderation_case.id"], name=op.f("fk_comment_hidden_case_id")),
        sa.ForeignKeyConstraint(["removed_by"], ["person.id"], name=op.f("fk_comment_removed_by")),
        sa.ForeignKeyConstraint(["reply_to_id"], ["comment.id"], name=op.f("fk_comment_reply_to_id")),
        sa.ForeignKeyConstraint(["thread_id"], ["comment.id"], name=op.f("fk_comment_thread_id")),
        sa.ForeignKeyConstraint(["video_id"], ["video.id"], name=op.f("fk_comment_video_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
        sa.UniqueConstraint("author_id", "key", name=op.f("uq_comment_author_id_key")),
    )
    op.create_index("ix_comment_author_id_written_at_ms", "comment", ["author_id", "written_at_ms"], unique=False)
    op.create_index("ix_comment_video_id_thread_id_id", "comment", ["video_id", "thread_id", "id"], unique=False)
    op.create_table(
        "commission",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("commission_bp", sa.Integer(), nullable=False),
        sa.Column("from_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.CheckConstraint("commission_bp BETWEEN 0 AND 8000", name=op.f("ck_commission_range")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_commission_product_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_commission")),
    )
    op.create_index("ix_commission_product_id", "commission", ["product_id"], unique=False)
    op.create_table(
        "feed_card",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("picture_key", sa.Text(), nullable=True),
        sa.Column("disclosure", sa.Text(), nullable=False),
        sa.Column("endorsements", sa.Integer(), nullable=False),
        sa.Column("published_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("kind IN ('review', 'idea')", name=op.f("ck_feed_card_kind_word")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_feed_card_author_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_feed_card_product_id")),
        sa.PrimaryKeyConstraint("kind", "id", name=op.f("pk_feed_card")),
    )
    op.create_index("ix_feed_card_published_at_ms", "feed_card", ["published_at_ms"], unique=False)
    op.create_table(
        "live_assorted",
        sa.Column("show_id", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("talking_points", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("added_at_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("role IN ('traffic', 'profit', 'image')", name=op.f("ck_live_assorted_role_word")),
        sa.ForeignKeyConstraint(["show_id"], ["live_show.id"], name=op.f("fk_live_assorted_show_id")),
        sa.PrimaryKeyConstraint("show_id", "product_id", name=op.f("pk_live_assorted")),
    )
    op.create_table(
        "live_block",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("show_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("lasts_ms", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=True),
        sa.Column("script", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("began_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("over_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("(kind = 'product') = (product_id IS NOT NULL)", name=op.f("ck_live_block_product")),
        sa.CheckConstraint(
            "kind IN ('greeting', 'product', 'poll', 'draw', 'questions', 'break', 'closing')",
            name=op.f("ck_live_block_kind_word"),
        ),
        sa.CheckConstraint("lasts_ms > 0", name=op.f("ck_live_block_lasts_ms")),
        sa.CheckConstraint("over_at_ms IS NULL OR began_at_ms IS NOT NULL", name=op.f("ck_live_block_order")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_live_block_made_by")),
        sa.ForeignKeyConstraint(["show_id"], ["live_show.id"], name=op.f("fk_live_block_show_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_block")),
    )
    op.create_index("ix_live_block_show_id_position", "live_block", ["show_id", "position"], unique=False)
    op.create_index(
        "uq_live_block_going_on",
        "live_block",
        ["show_id"],
        unique=True,
        sqlite_where=sa.text("began_at_ms IS NOT NULL AND over_at_ms IS NULL"),
        postgresql_where=sa.text("began_at_ms IS NOT NULL AND over_at_ms IS NULL"),
    )
    op.create_table(
        "live_chat_line",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("room_id", sa.Text(), nullable=False),
        sa.Column("show_id", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reply_to", sa.Text(), nullable=True),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("hidden_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("hidden_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_live_chat_line_author_id")),
        sa.ForeignKeyConstraint(["room_id"], ["live_room.id"], name=op.f("fk_live_chat_line_room_id")),
        sa.ForeignKeyConstraint(["show_id"], ["live_show.id"], name=op.f("fk_live_chat_line_show_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_chat_line")),
    )
    op.create_index("ix_live_chat_line_author_id", "live_chat_line", ["author_id"], unique=False)
    op.create_index("ix_live_chat_line_show_id_id", "live_chat_line", ["show_id", "id"], unique=False)
    op.create_table(
        "live_click",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("show_id", sa.Text(), nullable=False),
        sa.Column("viewer", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["show_id"], ["live_show.id"], name=op.f("fk_live_click_show_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_click")),
    )
    op.create_index("ix_live_click_show_id_product_id", "live_click", ["show_id", "product_id"], unique=False)
    op.create_table(
        "live_draw",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("room_id", sa.Text(), nullable=False),
        sa.Column("show_id", sa.Text(), nullable=False),
        sa.Column("prize", sa.Text(), nullable=False),
        sa.Column("winners", sa.Integer(), nullable=False),
        sa.Column("eligibility", sa.Text(), nullable=False),
        sa.Column("phrase", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("commitment", sa.Text(), nullable=False),
        sa.Column("entry_count", sa.Integer(), nullable=False),
        sa.Column("entries_root", sa.Text(), nullable=False),
        sa.Column("last_entry_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("opened_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("closes_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("closed_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("drawn_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "eligibility IN ('everybody', 'followers', 'phrase')", name=op.f("ck_live_draw_eligibility_word")
        ),
        sa.CheckConstraint("closes_at_ms > opened_at_ms", name=op.f("ck_live_draw_time")),
        sa.CheckConstraint("drawn_at_ms IS NULL OR closed_at_ms IS NOT NULL", name=op.f("ck_live_draw_order")),
        sa.CheckConstraint("entry_count >= 0", name=op.f("ck_live_draw_entry_count")),
        sa.CheckConstraint("winners > 0", name=op.f("ck_live_draw_winners")),
        sa.ForeignKeyConstraint(["room_id"], ["live_room.id"], name=op.f("fk_live_draw_room_id")),
        sa.ForeignKeyConstraint(["show_id"], ["live_show.id"], name=op.f("fk_live_draw_show_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_draw")),
    )
    op.create_index("ix_live_draw_room_id", "live_draw", ["room_id"], unique=False)
    op.create_index("ix_live_draw_show_id", "live_draw", ["show_id", "opened_at_ms"], unique=False)
    op.create_index(
        "uq_live_draw_open",
        "live_draw",
        ["show_id"],
        unique=True,
        sqlite_where=sa.text("closed_at_ms IS NULL"),
        postgresql_where=sa.text("closed_at_ms IS NULL"),
    )
    op.create_table(
        "live_pin",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("room_id", sa.Text(), nullable=False),
        sa.Column("show_id", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("offer_id", sa.Text(), nullable=True),
        sa.Column("title_zh", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("picture_key", sa.Text(), nullable=True),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=True),
        sa.Column("pinned_by", sa.Text(), nullable=False),
        sa.Column("pinned_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("unpinned_by", sa.Text(), nullable=True),
        sa.Column("unpinned_at_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["room_id"], ["live_room.id"], name=op.f("fk_live_pin_room_id")),
        sa.ForeignKeyConstraint(["show_id"], ["live_show.id"], name=op.f("fk_live_pin_show_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_pin")),
    )
    op.create_index("ix_live_pin_product_id", "live_pin", ["product_id"], unique=False)
    op.create_index("ix_live_pin_show_id", "live_pin", ["show_id", "pinned_at_ms"], unique=False)
    op.create_index(
        "uq_live_pin_current",
        "live_pin",
        ["show_id"],
        unique=True,
        sqlite_where=sa.text("unpinned_at_ms IS NULL"),
        postgresql_where=sa.text("unpinned_at_ms IS NULL"),
    )
    op.create_table(
        "live_plan",
        sa.Column("show_id", sa.Text(), nullable=False),
        sa.Column("teaser_video_id", sa.Text(), nullable=True),
        sa.Column("series_id", sa.Text(), nullable=True),
        sa.Column("every", sa.Text(), nullable=True),
        sa.Column("clocked_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("clocked_by", sa.Text(), nullable=True),
        sa.CheckConstraint("every IN ('daily', 'weekly')", name=op.f("ck_live_plan_every_word")),
        sa.CheckConstraint("(series_id IS NULL) = (every IS NULL)", name=op.f("ck_live_plan_series")),
        sa.ForeignKeyConstraint(["show_id"], ["live_show.id"], name=op.f("fk_live_plan_show_id")),
        sa.PrimaryKeyConstraint("show_id", name=op.f("pk_live_plan")),
    )
    op.create_index("ix_live_plan_series_id", "live_plan", ["series_id"], unique=False)
    op.create_table(
        "live_poll",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("room_id", sa.Text(), nullable=False),
        sa.Column("show_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("votes_are", sa.Text(), nullable=False),
        sa.Column("right_option", sa.Integer(), nullable=True),
        sa.Column("voters", sa.Integer(), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("opened_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("closes_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("closed_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.CheckConstraint("(kind = 'quiz') = (right_option IS NOT NULL)", name=op.f("ck_live_poll_quiz")),
        sa.CheckConstraint("kind IN ('poll', 'quiz', 'next_item')", name=op.f("ck_live_poll_kind_word")),
        sa.CheckConstraint("votes_are IN ('changeable', 'final')", name=op.f("ck_live_poll_votes_are_word")),
        sa.CheckConstraint("voters >= 0", name=op.f("ck_live_poll_voters")),
        sa.ForeignKeyConstraint(["room_id"], ["live_room.id"], name=op.f("fk_live_poll_room_id")),
        sa.ForeignKeyConstraint(["show_id"], ["live_show.id"], name=op.f("fk_live_poll_show_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_poll")),
    )
    op.create_index("ix_live_poll_room_id", "live_poll", ["room_id"], unique=False)
    op.create_index("ix_live_poll_show_id", "live_poll", ["show_id", "opened_at_ms"], unique=False)
    op.create_index(
        "uq_live_poll_open",
        "live_poll",
        ["show_id"],
        unique=True,
        sqlite_where=sa.text("closed_at_ms IS NULL"),
        postgresql_where=sa.text("closed_at_ms IS NULL"),
    )
    op.create_table(
        "live_pulse_answer",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("show_id", sa.Text(), nullable=False),
        sa.Column("pulse", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "pulse IN ('too_fast', 'price_unclear', 'show_again', 'size_please')",
            name=op.f("ck_live_pulse_answer_pulse_word"),
        ),
        sa.ForeignKeyConstraint(["show_id"], ["live_show.id"], name=op.f("fk_live_pulse_answer_show_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_pulse_answer")),
    )
    op.create_index("ix_live_pulse_answer_show_id", "live_pulse_answer", ["show_id", "pulse", "at_ms"], unique=False)
    op.create_table(
        "live_question",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("room_id", sa.Text(), nullable=False),
        sa.Column("show_id", sa.Text(), nullable=False),
        sa.Column("asker_id", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("gist", sa.Text(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("asked_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("answered_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("dismissed_by", sa.Text(), nullable=True),
        sa.Column("dismissed_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("hidden_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("answered_at_ms IS NULL OR dismissed_at_ms IS NULL", name=op.f("ck_live_question_one_end")),
        sa.CheckConstraint("votes >= 1", name=op.f("ck_live_question_votes")),
        sa.ForeignKeyConstraint(["asker_id"], ["person.id"], name=op.f("fk_live_question_asker_id")),
        sa.ForeignKeyConstraint(["room_id"], ["live_room.id"], name=op.f("fk_live_question_room_id")),
        sa.ForeignKeyConstraint(["show_id"], ["live_show.id"], name=op.f("fk_live_question_show_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_question")),
        sa.UniqueConstraint("show_id", "gist", name=op.f("uq_live_question_show_id_gist")),
    )
    op.create_index("ix_live_question_asker_id", "live_question", ["asker_id"], unique=False)
    op.create_index("ix_live_question_product_id", "live_question", ["product_id"], unique=False)
    op.create_table(
        "live_reminder",
        sa.Column("show_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("asked_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("given_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("read_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("read_at_ms IS NULL OR given_at_ms IS NOT NULL", name=op.f("ck_live_reminder_order")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_live_reminder_person_id")),
        sa.ForeignKeyConstraint(["show_id"], ["live_show.id"], name=op.f("fk_live_reminder_show_id")),
        sa.PrimaryKeyConstraint("show_id", "person_id", name=op.f("pk_live_reminder")),
    )
    op.create_index(
        "ix_live_reminder_person_id_given_at_ms", "live_reminder", ["person_id", "given_at_ms"], unique=False
    )
    op.create_table(
        "live_sale",
        sa.Column("line_id", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("room_id", sa.Text(), nullable=False),
        sa.Column("show_id", sa.Text(), nullable=True),
        sa.Column("buyer_id", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("sku_id", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("refunded_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("paid_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("settles_at_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["buyer_id"], ["person.id"], name=op.f("fk_live_sale_buyer_id")),
        sa.ForeignKeyConstraint(["room_id"], ["live_room.id"], name=op.f("fk_live_sale_room_id")),
        sa.ForeignKeyConstraint(["show_id"], ["live_show.id"], name=op.f("fk_live_sale_show_id")),
        sa.PrimaryKeyConstraint("line_id", name=op.f("pk_live_sale")),
    )
    op.create_index("ix_live_sale_show_id", "live_sale", ["show_id"], unique=False)
    op.create_table(
        "live_stay",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("room_id", sa.Text(), nullable=False),
        sa.Column("show_id", sa.Text(), nullable=True),
        sa.Column("viewer", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("from_video_id", sa.Text(), nullable=True),
        sa.Column("joined_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("left_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "source IN ('feed', 'video', 'profile', 'share', 'direct')", name=op.f("ck_live_stay_source_word")
        ),
        sa.CheckConstraint("left_at_ms IS NULL OR left_at_ms >= joined_at_ms", name=op.f("ck_live_stay_order")),
        sa.ForeignKeyConstraint(["room_id"], ["live_room.id"], name=op.f("fk_live_stay_room_id")),
        sa.ForeignKeyConstraint(["show_id"], ["live_show.id"], name=op.f("fk_live_stay_show_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_stay")),
    )
    op.create_index("ix_live_stay_room_id_joined_at_ms", "live_stay", ["room_id", "joined_at_ms"], unique=False)
    op.create_index("ix_live_stay_show_id_viewer", "live_stay", ["show_id", "viewer"], unique=False)
    op.create_index("ix_live_stay_viewer", "live_stay", ["viewer"], unique=False)
    op.create_table(
        "live_tally",
        sa.Column("show_id", sa.Text(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["show_id"], ["live_show.id"], name=op.f("fk_live_tally_show_id")),
        sa.PrimaryKeyConstraint("show_id", "metric", "minute", name=op.f("pk_live_tally")),
    )
    op.create_table(
        "live_tap",
        sa.Column("batch_id", sa.Text(), nullable=False),
        sa.Column("show_id", sa.Text(), nullable=False),
        sa.Column("viewer", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind = 'like' OR kind LIKE 'pulse:%'", name=op.f("ck_live_tap_kind")),
        sa.CheckConstraint("count > 0", name=op.f("ck_live_tap_count")),
        sa.ForeignKeyConstraint(["show_id"], ["live_show.id"], name=op.f("fk_live_tap_show_id")),
        sa.PrimaryKeyConstraint("batch_id", "show_id", "viewer", "kind", name=op.f("pk_live_tap")),
    )
    op.create_index("ix_live_tap_show_id_kind", "live_tap", ["show_id", "kind"], unique=False)
    op.create_table(
        "live_visitor",
        sa.Column("show_id", sa.Text(), nullable=False),
        sa.Column("viewer", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("relation IN ('guest', 'member', 'follower')", name=op.f("ck_live_visitor_relation_word")),
        sa.ForeignKeyConstraint(["show_id"], ["live_show.id"], name=op.f("fk_live_visitor_show_id")),
        sa.PrimaryKeyConstraint("show_id", "viewer", name=op.f("pk_live_visitor")),
    )
    op.create_table(
        "product_fact",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("value_zh", sa.Text(), nullable=False),
        sa.Column("value_en", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("stated_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("replaced_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_product_fact_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_fact")),
    )
    op.create_index("ix_product_fact_product_id", "product_fact", ["product_id"], unique=False)
    op.create_table(
        "product_picture",
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("file_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_product_picture_product_id")),
        sa.PrimaryKeyConstraint("product_id", "position", name=op.f("pk_product_picture")),
    )
    op.create_table(
        "refund",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("requested_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("sent_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "reason IN ('changed_mind', 'quality', 'wrong_item', 'not_arrived', 'cancelled')",
            name=op.f("ck_refund_reason_word"),
        ),
        sa.CheckConstraint("state IN ('requested', 'granted', 'denied')", name=op.f("ck_refund_state_word")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_refund_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund")),
        sa.UniqueConstraint("key", name=op.f("uq_refund_key")),
    )
    op.create_index("ix_refund_order_id", "refund", ["order_id"], unique=False)
    op.create_table(
        "share",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("video_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("shared_at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_share_person_id")),
        sa.ForeignKeyConstraint(["video_id"], ["video.id"], name=op.f("fk_share_video_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share")),
        sa.UniqueConstraint("person_id", "video_id", name=op.f("uq_share_person_id_video_id")),
    )
    op.create_index("ix_share_video_id", "share", ["video_id"], unique=False)
    op.create_table(
        "sku",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("retired_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("price_minor > 0", name=op.f("ck_sku_price")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_sku_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sku")),
    )
    op.create_index("ix_sku_product_id", "sku", ["product_id"], unique=False)
    op.create_table(
        "upload_part",
        sa.Column("video_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("file_key", sa.Text(), nullable=False),
        sa.Column("byte_count", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("byte_count > 0", name=op.f("ck_upload_part_bytes")),
        sa.ForeignKeyConstraint(["video_id"], ["video.id"], name=op.f("fk_upload_part_video_id")),
        sa.PrimaryKeyConstraint("video_id", "number", name=op.f("pk_upload_part")),
    )
    op.create_index("ix_upload_part_file_key", "upload_part", ["file_key"], unique=False)
    op.create_table(
        "video_like",
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("video_id", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_video_like_person_id")),
        sa.ForeignKeyConstraint(["video_id"], ["video.id"], name=op.f("fk_video_like_video_id")),
        sa.PrimaryKeyConstraint("person_id", "video_id", name=op.f("pk_video_like")),
    )
    op.create_index("ix_video_like_video_id", "video_like", ["video_id"], unique=False)
    op.create_table(
        "video_product",
        sa.Column("video_id", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_video_product_product_id")),
        sa.ForeignKeyConstraint(["video_id"], ["video.id"], name=op.f("fk_video_product_video_id")),
        sa.PrimaryKeyConstraint("video_id", "product_id", name=op.f("pk_video_product")),
    )
    op.create_index("ix_video_product_product_id", "video_product", ["product_id"], unique=False)
    op.create_table(
        "video_save",
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("video_id", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_video_save_person_id")),
        sa.ForeignKeyConstraint(["video_id"], ["video.id"], name=op.f("fk_video_save_video_id")),
        sa.PrimaryKeyConstraint("person_id", "video_id", name=op.f("pk_video_save")),
    )
    op.create_index("ix_video_save_video_id", "video_save", ["video_id"], unique=False)
    op.create_table(
        "video_tally",
        sa.Column("video_id", sa.Text(), nullable=False),
        sa.Column("likes", sa.Integer(), nullable=False),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.Column("saves", sa.Integer(), nullable=False),
        sa.Column("shares", sa.Integer(), nullable=False),
        sa.Column("share_visits", sa.Integer(), nullable=False),
        sa.Column("viewers", sa.Integer(), nullable=False),
        sa.Column("completions", sa.Integer(), nullable=False),
        sa.Column("watch_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("likes >= 0 AND comments >= 0 AND saves >= 0", name=op.f("ck_video_tally_counts")),
        sa.ForeignKeyConstraint(["video_id"], ["video.id"], name=op.f("fk_video_tally_video_id")),
        sa.PrimaryKeyConstraint("video_id", name=op.f("pk_video_tally")),
    )
    op.create_table(
        "video_view",
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("video_id", sa.Text(), nullable=False),
        sa.Column("viewer", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("plays", sa.Integer(), nullable=False),
        sa.Column("completions", sa.Integer(), nullable=False),
        sa.Column("watch_ms", sa.BigInteger(), nullable=False),
        sa.Column("first_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("last_at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_video_view_person_id")),
        sa.ForeignKeyConstraint(["video_id"], ["video.id"], name=op.f("fk_video_view_video_id")),
        sa.PrimaryKeyConstraint("day", "video_id", "viewer", name=op.f("pk_video_view")),
    )
    op.create_index("ix_video_view_last_at_ms", "video_view", ["last_at_ms"], unique=False)
    op.create_index("ix_video_view_person_id_first_at_ms", "video_view", ["person_id", "first_at_ms"], unique=False)
    op.create_index("ix_video_view_viewer_last_at_ms", "video_view", ["viewer", "last_at_ms"], unique=False)
    op.create_table(
        "cart_line",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("buyer_id", sa.Text(), nullable=False),
        sa.Column("sku_id", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Text(), nullable=True),
        sa.Column("video_id", sa.Text(), nullable=True),
        sa.Column("review_id", sa.Text(), nullable=True),
        sa.Column("host_id", sa.Text(), nullable=True),
        sa.Column("reviewer_id", sa.Text(), nullable=True),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_cart_line_quantity")),
        sa.ForeignKeyConstraint(["buyer_id"], ["person.id"], name=op.f("fk_cart_line_buyer_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.id"], name=op.f("fk_cart_line_sku_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cart_line")),
        sa.UniqueConstraint("buyer_id", "sku_id", name=op.f("uq_cart_line_buyer_id_sku_id")),
    )
    op.create_table(
        "live_draw_entry",
        sa.Column("draw_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("ticket", sa.Text(), nullable=False),
        sa.Column("running_hash", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("position > 0", name=op.f("ck_live_draw_entry_position")),
        sa.ForeignKeyConstraint(["draw_id"], ["live_draw.id"], name=op.f("fk_live_draw_entry_draw_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_live_draw_entry_person_id")),
        sa.PrimaryKeyConstraint("draw_id", "position", name=op.f("pk_live_draw_entry")),
    )
    op.create_index("ix_live_draw_entry_person_id", "live_draw_entry", ["person_id"], unique=False)
    op.create_index("uq_live_draw_entry_person", "live_draw_entry", ["draw_id", "person_id"], unique=True)
    op.create_table(
        "live_draw_winner",
        sa.Column("draw_id", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("handed_over_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("handed_over_by", sa.Text(), nullable=True),
        sa.CheckConstraint("place > 0", name=op.f("ck_live_draw_winner_place")),
        sa.ForeignKeyConstraint(["draw_id"], ["live_draw.id"], name=op.f("fk_live_draw_winner_draw_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_live_draw_winner_person_id")),
        sa.PrimaryKeyConstraint("draw_id", "place", name=op.f("pk_live_draw_winner")),
    )
    op.create_index("ix_live_draw_winner_person_id", "live_draw_winner", ["person_id"], unique=False)
    op.create_index("uq_live_draw_winner_position", "live_draw_winner", ["draw_id", "position"], unique=True)
    op.create_table(
        "live_poll_option",
        sa.Column("poll_id", sa.Text(), nullable=False),
        sa.Column("option", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=True),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.CheckConstraint("votes >= 0", name=op.f("ck_live_poll_option_votes")),
        sa.ForeignKeyConstraint(["poll_id"], ["live_poll.id"], name=op.f("fk_live_poll_option_poll_id")),
        sa.PrimaryKeyConstraint("poll_id", "option", name=op.f("pk_live_poll_option")),
    )
    op.create_table(
        "live_poll_vote",
        sa.Column("poll_id", sa.Text(), nullable=False),
        sa.Column("voter_id", sa.Text(), nullable=False),
        sa.Column("option", sa.Integer(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["live_poll.id"], name=op.f("fk_live_poll_vote_poll_id")),
        sa.ForeignKeyConstraint(["voter_id"], ["person.id"], name=op.f("fk_live_poll_vote_voter_id")),
        sa.PrimaryKeyConstraint("poll_id", "voter_id", name=op.f("pk_live_poll_vote")),
    )
    op.create_table(
        "live_question_vote",
        sa.Column("question_id", sa.Text(), nullable=False),
        sa.Column("voter_id", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["live_question.id"], name=op.f("fk_live_question_vote_question_id")),
        sa.ForeignKeyConstraint(["voter_id"], ["person.id"], name=op.f("fk_live_question_vote_voter_id")),
        sa.PrimaryKeyConstraint("question_id", "voter_id", name=op.f("pk_live_question_vote")),
    )
    op.create_table(
        "order_line",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("sku_id", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("title_zh", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("sku_name_zh", sa.Text(), nullable=False),
        sa.Column("sku_name_en", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_minor", sa.BigInteger(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("refunded_minor", sa.BigInteger(), nullable=False),
        sa.Column("room_id", sa.Text(), nullable=True),
        sa.Column("video_id", sa.Text(), nullable=True),
        sa.Column("review_id", sa.Text(), nullable=True),
        sa.Column("host_id", sa.Text(), nullable=True),
        sa.Column("reviewer_id", sa.Text(), nullable=True),
        sa.Column("mcn_id", sa.Text(), nullable=True),
        sa.Column("mcn_share_bp", sa.Integer(), nullable=False),
        sa.Column("commission_bp", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount_minor = unit_minor * quantity", name=op.f("ck_order_line_amount")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_order_line_quantity")),
        sa.CheckConstraint("refunded_minor BETWEEN 0 AND amount_minor", name=op.f("ck_order_line_refunded")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_line_order_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_order_line_product_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.id"], name=op.f("fk_order_line_sku_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_line")),
    )
    op.create_index(
        "ix_order_line_mcn_id",
        "order_line",
        ["mcn_id"],
        unique=False,
        sqlite_where=sa.text("mcn_id IS NOT NULL"),
        postgresql_where=sa.text("mcn_id IS NOT NULL"),
    )
    op.create_index("ix_order_line_order_id", "order_line", ["order_id"], unique=False)
    op.create_index("ix_order_line_product_id", "order_line", ["product_id"], unique=False)
    op.create_index("ix_order_line_room_id", "order_line", ["room_id"], unique=False)
    op.create_index(
        "ix_order_line_video_id",
        "order_line",
        ["video_id"],
        unique=False,
        sqlite_where=sa.text("video_id IS NOT NULL"),
        postgresql_where=sa.text("video_id IS NOT NULL"),
    )
    op.create_table(
        "price",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sku_id", sa.Text(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("from_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.id"], name=op.f("fk_price_sku_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_price")),
    )
    op.create_index("ix_price_sku_id_from_at_ms", "price", ["sku_id", "from_at_ms"], unique=False)
    op.create_table(
        "reservation",
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("sku_id", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("ended_at_ms", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("state IN ('held', 'released', 'shipped')", name=op.f("ck_reservation_state_word")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_reservation_quantity")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.id"], name=op.f("fk_reservation_sku_id")),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_reservation")),
    )
    op.create_index("ix_reservation_sku_id", "reservation", ["sku_id"], unique=False)
    op.create_table(
        "stock",
        sa.Column("sku_id", sa.Text(), nullable=False),
        sa.Column("on_hand", sa.Integer(), nullable=False),
        sa.Column("reserved", sa.Integer(), nullable=False),
        sa.CheckConstraint("on_hand >= reserved", name=op.f("ck_stock_on_hand")),
        sa.CheckConstraint("reserved >= 0", name=op.f("ck_stock_reserved")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.id"], name=op.f("fk_stock_sku_id")),
        sa.PrimaryKeyConstraint("sku_id", name=op.f("pk_stock")),
    )
    op.create_table(
        "stock_movement",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("sku_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("on_hand_change", sa.Integer(), nullable=False),
        sa.Column("reserved_change", sa.Integer(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('received', 'corrected', 'reserved', 'released', 'shipped', 'returned')",
            name=op.f("ck_stock_movement_kind_word"),
        ),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.id"], name=op.f("fk_stock_movement_sku_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_stock_movement")),
        sa.UniqueConstraint("key", name=op.f("uq_stock_movement_key")),
    )
    op.create_index("ix_stock_movement_sku_id_at_ms", "stock_movement", ["sku_id", "at_ms"], unique=False)
    op.create_table(
        "refund_line",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("refund_id", sa.Text(), nullable=False),
        sa.Column("line_id", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_refund_line_amount")),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.id"], name=op.f("fk_refund_line_line_id")),
        sa.ForeignKeyConstraint(["refund_id"], ["refund.id"], name=op.f("fk_refund_line_refund_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund_line")),
        sa.UniqueConstraint("refund_id", "line_id", name=op.f("uq_refund_line_refund_id_line_id")),
    )
    op.create_table(
        "review",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Text(), nullable=False),
        sa.Column("product_id", sa.Text(), nullable=False),
        sa.Column("line_id", sa.Text(), nullable=True),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("scenarios", sa.Text(), nullable=False),
        sa.Column("disclosure", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("helpful", sa.Integer(), nullable=False),
        sa.Column("published_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("returned_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("removed_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("hidden_case_id", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "disclosure IN ('none', 'gift', 'discount', 'employed', 'affiliate')",
            name=op.f("ck_review_disclosure_word"),
        ),
        sa.CheckConstraint("helpful >= 0", name=op.f("ck_review_helpful")),
        sa.CheckConstraint("rating BETWEEN 1 AND 5", name=op.f("ck_review_rating")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_review_author_id")),
        sa.ForeignKeyConstraint(["hidden_case_id"], ["moderation_case.id"], name=op.f("fk_review_hidden_case_id")),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.id"], name=op.f("fk_review_line_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_review_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("author_id", "key", name=op.f("uq_review_author_id_key")),
    )
    op.create_index("ix_review_author_id_id", "review", ["author_id", "id"], unique=False)
    op.create_index("ix_review_product_id_id", "review", ["product_id", "id"], unique=False)
    op.create_index(
        "uq_review_line",
        "review",
        ["line_id"],
        unique=True,
        sqlite_where=sa.text("line_id IS NOT NULL AND removed_at_ms IS NULL"),
        postgresql_where=sa.text("line_id IS NOT NULL AND removed_at_ms IS NULL"),
    )
    op.create_index(
        "uq_review_unbought",
        "review",
        ["author_id", "product_id"],
        unique=True,
        sqlite_where=sa.text("line_id IS NULL AND removed_at_ms IS NULL"),
        postgresql_where=sa.text("line_id IS NULL AND removed_at_ms IS NULL"),
    )
    op.create_table(
        "helpful_vote",
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("review_id", sa.Text(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_helpful_vote_person_id")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_helpful_vote_review_id")),
        sa.PrimaryKeyConstraint("person_id", "review_id", name=op.f("pk_helpful_vote")),
    )
    op.create_index("ix_helpful_vote_review_id", "helpful_vote", ["review_id"], unique=False)
    op.create_table(
        "review_answer",
        sa.Column("review_id", sa.Text(), nullable=False),
        sa.Column("brand_id", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answered_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("hidden_case_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_review_answer_answered_by")),
        sa.ForeignKeyConstraint(["brand_id"], ["organisation.id"], name=op.f("fk_review_answer_brand_id")),
        sa.ForeignKeyConstraint(
            ["hidden_case_id"], ["moderation_case.id"], name=op.f("fk_review_answer_hidden_case_id")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_answer_review_id")),
        sa.PrimaryKeyConstraint("review_id", name=op.f("pk_review_answer")),
    )
    op.create_table(
        "review_opening",
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Text(), nullable=False),
        sa.Column("viewer", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_review_opening_person_id")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_opening_review_id")),
        sa.PrimaryKeyConstraint("day", "review_id", "viewer", name=op.f("pk_review_opening")),
    )
    op.create_index("ix_review_opening_person_id_at_ms", "review_opening", ["person_id", "at_ms"], unique=False)
    op.create_table(
        "review_photo",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Text(), nullable=False),
        sa.Column("file_key", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("kept_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("review_id", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_review_photo_owner_id")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_photo_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_photo")),
    )
    op.create_index("ix_review_photo_owner_id", "review_photo", ["owner_id"], unique=False)
    op.create_index("ix_review_photo_review_id_position", "review_photo", ["review_id", "position"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE INDEX search_fts_words ON search_doc USING gin (to_tsvector('simple', words))")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE search_fts USING fts5(words, content='search_doc', content_rowid='seq')")
        op.execute(
            "CREATE TRIGGER search_fts_added AFTER INSERT ON search_doc BEGIN INSERT INTO search_fts(rowid, words) VALUES (new.seq, new.words); END"
        )
        op.execute(
            "CREATE TRIGGER search_fts_removed AFTER DELETE ON search_doc BEGIN INSERT INTO search_fts(search_fts, rowid, words) VALUES ('delete', old.seq, old.words); END"
        )
        op.execute(
            "CREATE TRIGGER search_fts_changed AFTER UPDATE OF words ON search_doc BEGIN INSERT INTO search_fts(search_fts, rowid, words) VALUES ('delete', old.seq, old.words); INSERT INTO search_fts(rowid, words) VALUES (new.seq, new.words); END"
        )


def downgrade() -> None:
    raise NotImplementedError("restore a backup: history is kept, not undone")
