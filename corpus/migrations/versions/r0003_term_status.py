"""How the term of a span stands, by the article's country and the study's profile.

Articles tagged before keep their rows; the next ``encuadre tag`` fills the new column, since its versions differ.
"""

import sqlalchemy as sa
from alembic import op

revision = "r0003"
down_revision = "r0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("spans", sa.Column("status", sa.String(16), nullable=True))
