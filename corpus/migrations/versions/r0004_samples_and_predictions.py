"""Samples for audit and training, what annotators saw, and the answers of trained classifiers."""

import sqlalchemy as sa
from alembic import op

revision = "r0004"
down_revision = "r0003"
branch_labels = None
depends_on = None


def _article() -> sa.Column[str]:
    return sa.Column("article_id", sa.String(255), nullable=False)


def _of_article(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["article_id"], ["articles.id"], name=op.f(f"fk_{table}_article_id"), ondelete="CASCADE"
    )


def _of_run(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f(f"fk_{table}_run_id"))


def upgrade() -> None:
    """Add the tables and columns."""
    op.add_column("human_labels", sa.Column("sample", sa.String(64), nullable=True))
    op.add_column("human_labels", sa.Column("annotator_group", sa.Text(), nullable=True))
    op.add_column("human_labels", sa.Column("suggested", sa.Boolean(), nullable=True))
    op.create_index(op.f("ix_human_labels_sample"), "human_labels", ["sample"], unique=False)
    op.add_column("audit_draws", sa.Column("cluster", sa.Text(), nullable=True))
    op.create_table(
        "samples",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("purpose", sa.String(8), nullable=False),
        sa.Column("design", sa.String(24), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("drawn_at", sa.String(32), nullable=False),
        sa.Column("run_id", sa.String(32), nullable=False),
        sa.Column("frame", sa.JSON(), nullable=False),
        _of_run("samples"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_samples")),
    )
    op.create_table(
        "training_draws",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("draw", sa.String(64), nullable=False),
        _article(),
        sa.Column("stratum", sa.Text(), nullable=True),
        _of_article("training_draws"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_draws")),
        sa.UniqueConstraint("draw", "article_id", name=op.f("uq_training_draws_draw_article_id")),
    )
    op.create_table(
        "predictions",
        _article(),
        sa.Column("question", sa.String(64), nullable=False),
        sa.Column("model", sa.String(64), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column("run_id", sa.String(32), nullable=False),
        _of_article("predictions"),
        _of_run("predictions"),
        sa.PrimaryKeyConstraint("article_id", "question", "model", name=op.f("pk_predictions")),
    )
