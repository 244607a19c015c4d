"""Agency and naming: the clauses about her, and whether a story names her before a conviction.

Articles tagged before keep their rows; the next ``encuadre tag`` fills the new columns, since its versions differ.
"""

import sqlalchemy as sa
from alembic import op

revision = "r0002"
down_revision = "r0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns of an article's label and the table of clauses."""
    for name in ("her_clauses", "her_actions"):
        op.add_column("article_labels", sa.Column(name, sa.Integer(), nullable=True))
    for name in ("named_in_headline", "named_in_body", "convicted"):
        op.add_column("article_labels", sa.Column(name, sa.Boolean(), nullable=True))
    op.create_table(
        "clauses",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("article_id", sa.String(length=255), nullable=False),
        sa.Column("part", sa.String(length=8), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("acts", sa.Boolean(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_clauses_article_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clauses")),
    )
    op.create_index(op.f("ix_clauses_article_id"), "clauses", ["article_id"], unique=False)
