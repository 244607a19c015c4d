"""Archive pages of an outlet, what its pages need, where the facts of its row come from and when they last held."""

import sqlalchemy as sa
from alembic import op

revision = "r0005"
down_revision = "r0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("outlets", sa.Column("archives", sa.JSON(), nullable=True))
    op.add_column("outlets", sa.Column("needs", sa.JSON(), nullable=True))
    op.add_column("outlets", sa.Column("source", sa.Text(), nullable=True))
    op.add_column("outlets", sa.Column("verified", sa.String(10), nullable=True))
