"""Links."""

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels = None
depends_on = None

_COLUMNS = ("made_email_hash", "made_phone_hash")


def upgrade() -> None:
    """To this revision. The release before goes on working: it neither reads nor fills what is new."""
    for name in _COLUMNS:
        op.add_column("bookings", sa.Column(name, sa.String(length=64), nullable=True))


def downgrade() -> None:
    """Back to before this revision."""
    for name in _COLUMNS:
        op.drop_column("bookings", name)
