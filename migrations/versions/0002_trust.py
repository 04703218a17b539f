"""Trust."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels = None
depends_on = None

WAITING = sa.text("state = 'WAITING'")


def upgrade() -> None:
    """To this revision. The release before goes on working: it neither reads nor fills what is new."""
    op.create_table(
        "one_time_links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("details", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "purpose IN ('verify', 'invite', 'reset', 'unlock')", name=op.f("ck_one_time_links_purpose_known")
        ),
        sa.CheckConstraint(
            "(purpose IN ('verify', 'invite')) = (user_id IS NULL)",
            name=op.f("ck_one_time_links_account_where_there_is_one"),
        ),
        sa.CheckConstraint(
            "(user_id IS NULL) = (email IS NOT NULL)", name=op.f("ck_one_time_links_addressed")
        ),
        sa.CheckConstraint("length(token_hash) = 64", name=op.f("ck_one_time_links_token_hashed")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_one_time_links_user_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name=op.f("fk_one_time_links_created_by"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_time_links_token_hash")),
    )
    op.create_index("ix_one_time_links_user_id", "one_time_links", ["user_id"])
    op.create_index("ix_one_time_links_email", "one_time_links", ["email"])
    op.create_index(
        "ix_one_time_links_purpose_created_at_id", "one_time_links", ["purpose", "created_at", "id"]
    )

    op.create_table(
        "rate_buckets",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("resets_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rate_buckets")),
    )
    op.create_index("ix_rate_buckets_resets_at", "rate_buckets", ["resets_at"])

    op.create_table(
        "outbox",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=True),
        sa.Column("property_id", sa.Uuid(), nullable=True),
        sa.Column("facts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index("ix_outbox_created_at_id", "outbox", ["created_at", "id"])
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recipient", sa.String(length=254), nullable=True),
        sa.Column("last_error", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "state IN ('WAITING', 'DELIVERED', 'NEEDLESS', 'DEAD')", name=op.f("ck_deliveries_state_known")
        ),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_deliveries_attempts_not_negative")),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (state = 'WAITING')", name=op.f("ck_deliveries_settled_has_a_time")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["outbox.id"], name=op.f("fk_deliveries_event_id_outbox"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
    )
    op.create_index(op.f("ix_deliveries_event_id"), "deliveries", ["event_id"])
    op.create_index("ix_deliveries_created_at_id", "deliveries", ["created_at", "id"])
    op.create_index(
        "ix_deliveries_due_at_id",
        "deliveries",
        ["due_at", "id"],
        postgresql_where=WAITING,
        sqlite_where=WAITING,
    )
    op.create_index(
        "ix_deliveries_subject_id",
        "deliveries",
        ["subject", "id"],
        postgresql_where=WAITING,
        sqlite_where=WAITING,
    )

    op.add_column("login_sessions", sa.Column("authenticated_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("audit_events", sa.Column("actor_id", sa.Uuid(), nullable=True))
    op.create_index("ix_audit_events_actor_id_at_id", "audit_events", ["actor_id", "at", "id"])
    op.create_index("ix_audit_events_action_at_id", "audit_events", ["action", "at", "id"])


def downgrade() -> None:
    """Back to the one before."""
    op.drop_index("ix_audit_events_action_at_id", table_name="audit_events")
    op.drop_index("ix_audit_events_actor_id_at_id", table_name="audit_events")
    op.drop_column("audit_events", "actor_id")
    op.drop_column("login_sessions", "authenticated_at")
    op.drop_table("deliveries")
    op.drop_index("ix_outbox_created_at_id", table_name="outbox")
    op.drop_table("outbox")
    op.drop_index("ix_rate_buckets_resets_at", table_name="rate_buckets")
    op.drop_table("rate_buckets")
    op.drop_index("ix_one_time_links_purpose_created_at_id", table_name="one_time_links")
    op.drop_index("ix_one_time_links_email", table_name="one_time_links")
    op.drop_index("ix_one_time_links_user_id", table_name="one_time_links")
    op.drop_table("one_time_links")
