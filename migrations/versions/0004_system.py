"""System."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision. The release before goes on working: it neither reads nor fills what is new."""
    op.create_table(
        "system_samples",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("minute", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("figures", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.CheckConstraint("kind IN ('WEB', 'WORKER')", name=op.f("ck_system_samples_kind_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_system_samples")),
    )
    op.create_index("ix_system_samples_kind_at", "system_samples", ["kind", "at"])
    op.create_index("ix_system_samples_minute", "system_samples", ["minute"])


def downgrade() -> None:
    """Back to before this revision."""
    op.drop_table("system_samples")
