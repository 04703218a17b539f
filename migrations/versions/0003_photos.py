"""Photos."""

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "photos",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name=op.f("fk_photos_created_by"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_photos_unit_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photos")),
    )
    op.create_index("ix_photos_unit_id", "photos", ["unit_id"])

    op.create_table(
        "photo_sizes",
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("fits", sa.SmallInteger(), nullable=False),
        sa.Column("width", sa.SmallInteger(), nullable=False),
        sa.Column("height", sa.SmallInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("fits IN (480, 960, 1600)", name=op.f("ck_photo_sizes_fits_known")),
        sa.CheckConstraint("height BETWEEN 1 AND 2 * fits", name=op.f("ck_photo_sizes_height_range")),
        sa.CheckConstraint("length(content) BETWEEN 1 AND 8388608", name=op.f("ck_photo_sizes_content_size")),
        sa.CheckConstraint("width BETWEEN 1 AND fits", name=op.f("ck_photo_sizes_width_range")),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["photos.id"], name=op.f("fk_photo_sizes_photo_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("photo_id", "fits", name=op.f("pk_photo_sizes")),
    )


def downgrade() -> None:
    """Back to the one before."""
    op.drop_table("photo_sizes")
    op.drop_index("ix_photos_unit_id", table_name="photos")
    op.drop_table("photos")
