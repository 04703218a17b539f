"""Foundation."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0001"
down_revision: str | None = None
branch_labels = None
depends_on = None


def at_most_365_nights(begin: str, end: str, name: str) -> sa.CheckConstraint:
    """The two databases count days differently."""
    if op.get_bind().dialect.name == "sqlite":
        return sa.CheckConstraint(f"julianday({end}) - julianday({begin}) <= 365", name=op.f(name))
    return sa.CheckConstraint(f"{end} - {begin} <= 365", name=op.f(name))


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "audit_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("facts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_events")),
    )
    op.create_index("ix_audit_events_at_id", "audit_events", ["at", "id"])
    op.create_index("ix_audit_events_entity_entity_id_at", "audit_events", ["entity", "entity_id", "at"])

    op.create_table(
        "idempotency_keys",
        sa.Column("scope", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=True),
        sa.Column("media_type", sa.String(length=60), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("scope", name=op.f("pk_idempotency_keys")),
    )
    op.create_index("ix_idempotency_keys_created_at", "idempotency_keys", ["created_at"])

    op.create_table(
        "properties",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("check_in_time", sa.Time(), nullable=False),
        sa.Column("check_out_time", sa.Time(), nullable=False),
        sa.Column("arrival_cutoff", sa.Time(), nullable=True),
        sa.Column("hold_minutes", sa.SmallInteger(), nullable=False),
        sa.Column("agent_hold_minutes", sa.SmallInteger(), nullable=False),
        sa.Column("visitor_share_percent", sa.SmallInteger(), nullable=False),
        sa.Column("visitor_longest_stay", sa.SmallInteger(), nullable=False),
        sa.Column("visitor_furthest_days", sa.SmallInteger(), nullable=False),
        sa.Column("visitor_most_units", sa.SmallInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "agent_hold_minutes BETWEEN 5 AND 10080", name=op.f("ck_properties_agent_hold_minutes")
        ),
        sa.CheckConstraint("hold_minutes BETWEEN 5 AND 10080", name=op.f("ck_properties_hold_minutes")),
        sa.CheckConstraint("length(currency) = 3", name=op.f("ck_properties_currency_length")),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 120", name=op.f("ck_properties_name_length")),
        sa.CheckConstraint("length(slug) BETWEEN 1 AND 60", name=op.f("ck_properties_slug_length")),
        sa.CheckConstraint(
            "visitor_furthest_days BETWEEN 1 AND 1095", name=op.f("ck_properties_visitor_furthest_days")
        ),
        sa.CheckConstraint(
            "visitor_longest_stay BETWEEN 1 AND 365", name=op.f("ck_properties_visitor_longest_stay")
        ),
        sa.CheckConstraint(
            "visitor_most_units BETWEEN 1 AND 50", name=op.f("ck_properties_visitor_most_units")
        ),
        sa.CheckConstraint(
            "visitor_share_percent BETWEEN 1 AND 100", name=op.f("ck_properties_visitor_share_percent")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_properties")),
        sa.UniqueConstraint("slug", name=op.f("uq_properties_slug")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("session_epoch", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "length(email) BETWEEN 3 AND 254 AND email = lower(email)", name=op.f("ck_users_email_normalised")
        ),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 120", name=op.f("ck_users_name_length")),
        sa.CheckConstraint(
            "role IN ('SUPER_ADMIN', 'ADMIN', 'AGENT', 'CUSTOMER')", name=op.f("ck_users_role_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
    )
    op.create_table(
        "guests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=32), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("email IS NOT NULL OR phone IS NOT NULL", name=op.f("ck_guests_reachable")),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 120", name=op.f("ck_guests_name_length")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_guests_user_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guests")),
    )
    op.create_index("ix_guests_user_id", "guests", ["user_id"])

    op.create_table(
        "login_sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoke_reason", sa.String(length=40), nullable=True),
        sa.Column("user_agent", sa.String(length=200), nullable=False),
        sa.Column("ip", sa.String(length=45), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_login_sessions_user_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_sessions")),
    )
    op.create_index("ix_login_sessions_user_id", "login_sessions", ["user_id"])

    op.create_table(
        "units",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("property_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("sleeps", sa.SmallInteger(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("description", sa.String(length=4000), nullable=False),
        sa.Column("amenities", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("photos", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 120", name=op.f("ck_units_name_length")),
        sa.CheckConstraint("length(slug) BETWEEN 1 AND 60", name=op.f("ck_units_slug_length")),
        sa.CheckConstraint("position BETWEEN 0 AND 1000000", name=op.f("ck_units_position_range")),
        sa.CheckConstraint("price_minor BETWEEN 0 AND 9007199254740991", name=op.f("ck_units_price_range")),
        sa.CheckConstraint("sleeps BETWEEN 1 AND 100", name=op.f("ck_units_sleeps_range")),
        sa.ForeignKeyConstraint(
            ["property_id"], ["properties.id"], name=op.f("fk_units_property_id"), ondelete="RESTRICT"
        ),
        sa.CheckConstraint("status IN ('ACTIVE', 'INACTIVE')", name=op.f("ck_units_status_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
        sa.UniqueConstraint("property_id", "slug", name=op.f("uq_units_property_id_slug")),
    )
    op.create_index("ix_units_position_id", "units", ["position", "id"])

    op.create_table(
        "blocks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("property_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(reason) BETWEEN 1 AND 200", name=op.f("ck_blocks_reason_length")),
        sa.CheckConstraint("starts_on < ends_on", name=op.f("ck_blocks_block_order")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name=op.f("fk_blocks_created_by"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["property_id"], ["properties.id"], name=op.f("fk_blocks_property_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_blocks_unit_id"), ondelete="RESTRICT"
        ),
        at_most_365_nights("starts_on", "ends_on", "ck_blocks_block_length"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blocks")),
    )
    op.create_index("ix_blocks_starts_on_id", "blocks", ["starts_on", "id"])
    op.create_index("ix_blocks_unit_id_starts_on", "blocks", ["unit_id", "starts_on"])

    op.create_table(
        "bookings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("property_id", sa.Uuid(), nullable=False),
        sa.Column("property_name", sa.String(length=120), nullable=False),
        sa.Column("guest_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=True),
        sa.Column("agent_name", sa.String(length=120), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("check_in", sa.Date(), nullable=False),
        sa.Column("check_out", sa.Date(), nullable=False),
        sa.Column("adults", sa.SmallInteger(), nullable=False),
        sa.Column("children", sa.SmallInteger(), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("hold_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notes", sa.String(length=4000), nullable=False),
        sa.Column("access_hash", sa.String(length=64), nullable=True),
        sa.Column("hold_contact", sa.String(length=64), nullable=True),
        sa.Column("hold_network", sa.String(length=64), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status <> 'PENDING' OR hold_expires_at IS NOT NULL", name=op.f("ck_bookings_pending_holds")
        ),
        sa.CheckConstraint("(agent_id IS NULL) = (agent_name IS NULL)", name=op.f("ck_bookings_agent_named")),
        sa.CheckConstraint("adults BETWEEN 1 AND 1000", name=op.f("ck_bookings_adults_range")),
        sa.CheckConstraint("check_in < check_out", name=op.f("ck_bookings_stay_order")),
        sa.CheckConstraint("children BETWEEN 0 AND 1000", name=op.f("ck_bookings_children_range")),
        sa.CheckConstraint("length(currency) = 3", name=op.f("ck_bookings_currency_length")),
        sa.CheckConstraint(
            "total_minor BETWEEN 0 AND 9007199254740991", name=op.f("ck_bookings_total_range")
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_bookings_version_positive")),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["users.id"], name=op.f("fk_bookings_agent_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name=op.f("fk_bookings_created_by"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["guest_id"], ["guests.id"], name=op.f("fk_bookings_guest_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["property_id"], ["properties.id"], name=op.f("fk_bookings_property_id"), ondelete="RESTRICT"
        ),
        sa.CheckConstraint(
            "source IN ('WEB', 'CUSTOMER', 'AGENT', 'STAFF')", name=op.f("ck_bookings_source_known")
        ),
        sa.CheckConstraint(
            "status IN ('PENDING', 'CONFIRMED', 'CHECKED_IN', 'COMPLETED', 'CANCELLED', 'EXPIRED', "
            "'NO_SHOW')",
            name=op.f("ck_bookings_status_known"),
        ),
        at_most_365_nights("check_in", "check_out", "ck_bookings_stay_length"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookings")),
        sa.UniqueConstraint("code", name=op.f("uq_bookings_code")),
    )
    op.create_index("ix_bookings_agent_id_created_at_id", "bookings", ["agent_id", "created_at", "id"])
    op.create_index("ix_bookings_check_in_id_check_out", "bookings", ["check_in", "id", "check_out"])
    op.create_index(
        "ix_bookings_agent_id_check_in_id_check_out", "bookings", ["agent_id", "check_in", "id", "check_out"]
    )
    op.create_index("ix_bookings_created_at_id", "bookings", ["created_at", "id"])
    op.create_index("ix_bookings_guest_id", "bookings", ["guest_id"])
    for column in ("hold_contact", "hold_network"):
        there = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            f"ix_bookings_{column}", "bookings", [column], postgresql_where=there, sqlite_where=there
        )
    op.create_index("ix_bookings_property_id_check_in", "bookings", ["property_id", "check_in"])
    op.create_index("ix_bookings_status_created_at_id", "bookings", ["status", "created_at", "id"])

    op.create_table(
        "booking_units",
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("property_id", sa.Uuid(), nullable=False),
        sa.Column("unit_name", sa.String(length=120), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("nightly", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.CheckConstraint("price_minor >= 0", name=op.f("ck_booking_units_price_not_negative")),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_booking_units_booking_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["property_id"], ["properties.id"], name=op.f("fk_booking_units_property_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_booking_units_unit_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("booking_id", "unit_id", name=op.f("pk_booking_units")),
    )
    op.create_index("ix_booking_units_unit_id_booking_id", "booking_units", ["unit_id", "booking_id"])

    op.create_table(
        "nights",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("property_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.Column("block_id", sa.Uuid(), nullable=True),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'booking' AND booking_id IS NOT NULL AND block_id IS NULL) OR "
            "(kind = 'block' AND block_id IS NOT NULL AND booking_id IS NULL)",
            name=op.f("ck_nights_one_reference"),
        ),
        sa.CheckConstraint("price_minor >= 0", name=op.f("ck_nights_price_not_negative")),
        sa.ForeignKeyConstraint(
            ["block_id"], ["blocks.id"], name=op.f("fk_nights_block_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_nights_booking_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["property_id"], ["properties.id"], name=op.f("fk_nights_property_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_nights_unit_id"), ondelete="RESTRICT"
        ),
        sa.CheckConstraint("kind IN ('booking', 'block')", name=op.f("ck_nights_kind_known")),
        sa.PrimaryKeyConstraint("unit_id", "night", name=op.f("pk_nights")),
    )
    op.create_index("ix_nights_block_id", "nights", ["block_id"])
    op.create_index("ix_nights_booking_id", "nights", ["booking_id"])
    op.create_index("ix_nights_property_id_night", "nights", ["property_id", "night"])


def downgrade() -> None:
    """Back to the one before."""
    op.drop_index("ix_nights_property_id_night", table_name="nights")
    op.drop_index("ix_nights_booking_id", table_name="nights")
    op.drop_index("ix_nights_block_id", table_name="nights")

    op.drop_table("nights")
    op.drop_index("ix_booking_units_unit_id_booking_id", table_name="booking_units")

    op.drop_table("booking_units")
    op.drop_index("ix_bookings_status_created_at_id", table_name="bookings")
    op.drop_index("ix_bookings_property_id_check_in", table_name="bookings")
    op.drop_index("ix_bookings_hold_network", table_name="bookings")
    op.drop_index("ix_bookings_hold_contact", table_name="bookings")
    op.drop_index("ix_bookings_guest_id", table_name="bookings")
    op.drop_index("ix_bookings_created_at_id", table_name="bookings")
    op.drop_index("ix_bookings_check_in_id_check_out", table_name="bookings")
    op.drop_index("ix_bookings_agent_id_check_in_id_check_out", table_name="bookings")
    op.drop_index("ix_bookings_agent_id_created_at_id", table_name="bookings")

    op.drop_table("bookings")
    op.drop_index("ix_blocks_unit_id_starts_on", table_name="blocks")
    op.drop_index("ix_blocks_starts_on_id", table_name="blocks")

    op.drop_table("blocks")
    op.drop_index("ix_units_position_id", table_name="units")

    op.drop_table("units")
    op.drop_index("ix_login_sessions_user_id", table_name="login_sessions")

    op.drop_table("login_sessions")
    op.drop_index("ix_guests_user_id", table_name="guests")

    op.drop_table("guests")
    op.drop_table("users")
    op.drop_table("properties")
    op.drop_index("ix_idempotency_keys_created_at", table_name="idempotency_keys")

    op.drop_table("idempotency_keys")
    op.drop_index("ix_audit_events_entity_entity_id_at", table_name="audit_events")
    op.drop_index("ix_audit_events_at_id", table_name="audit_events")

    op.drop_table("audit_events")
