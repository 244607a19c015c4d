"""What reading WARC files passed over: pages that outlets published and that were not extracted, by week of capture."""

import sqlalchemy as sa
from alembic import op

revision = "r0008"
down_revision = "r0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "passed_over",
        sa.Column("file", sa.String(64), nullable=False),
        sa.Column("outlet", sa.String(255), nullable=False),
        sa.Column("week", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(24), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("file", "outlet", "week", "reason", name=op.f("pk_passed_over")),
    )
