"""Right of reply: disputes in versions, replies, and the steps of hearing an outlet.

The two tables of that name that stores had before were never written to by any release.
"""

import sqlalchemy as sa
from alembic import op

revision = "r0007"
down_revision = "r0006"
branch_labels = None
depends_on = None


def _key(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), autoincrement=True, nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _short(name: str, length: int, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=nullable)


def upgrade() -> None:
    """Make the tables anew."""
    op.drop_table("disputes")
    op.drop_table("replies")
    op.create_table(
        "disputes",
        _id(),
        _short("dispute", 16),
        sa.Column("version", sa.Integer(), nullable=False),
        _short("outlet", 255),
        _short("article_id", 255),
        _short("about", 16),
        sa.Column("mark", sa.JSON(), nullable=True),
        _text("claim"),
        _text("raised_by"),
        _short("raised_at", 32),
        _short("decision", 8),
        sa.Column("corrections", sa.JSON(), nullable=False),
        _text("reason"),
        _text("decided_by"),
        _short("recorded_at", 32),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_disputes_article_id"), ondelete="CASCADE"
        ),
        _key("disputes"),
        sa.UniqueConstraint("dispute", "version", name=op.f("uq_disputes_dispute_version")),
    )
    op.create_table(
        "replies",
        _id(),
        _short("outlet", 255),
        _text("text"),
        _text("signed"),
        _short("received_on", 10),
        sa.Column("replaces", sa.Integer(), nullable=True),
        _short("recorded_at", 32),
        _key("replies"),
    )
    op.create_table(
        "hearings",
        _id(),
        _short("outlet", 255),
        _short("kind", 16),
        _short("day", 10),
        _short("due_on", 10, nullable=True),
        _text("reason"),
        _text("by"),
        _short("version_set", 32, nullable=True),
        sa.Column("stories", sa.Integer(), nullable=True),
        _short("recorded_at", 32),
        _key("hearings"),
    )
    for table in ("disputes", "replies", "hearings"):
        op.create_index(op.f(f"ix_{table}_outlet"), table, ["outlet"], unique=False)
