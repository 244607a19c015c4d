"""Disputes of a figure as a whole: these are about no article."""

import sqlalchemy as sa
from alembic import op

revision = "r0009"
down_revision = "r0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let a dispute name a figure in place of an article."""
    with op.batch_alter_table("disputes") as table:
        table.add_column(sa.Column("figure", sa.String(16), nullable=True))
        table.alter_column("article_id", existing_type=sa.String(255), nullable=True)
