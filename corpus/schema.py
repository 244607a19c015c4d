"""The tables of a study's store, as SQLAlchemy Core metadata. Changes come with a migration in corpus/migrations.

Columns hold portable types only (text, integer, float, JSON), so that PostgreSQL is a URL away. Lengths bind on
PostgreSQL alone; SQLite keeps text of any length.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# An importer's own identifiers may be addresses, and an imported outlet may be a name in full.
ID_LENGTH = 255
OUTLET_LENGTH = 255

runs = Table(
    "runs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("started_at", String(32), nullable=False),
    Column("finished_at", String(32)),
    Column("version_set", String(32), index=True),
    Column("versions", JSON, nullable=False),
    Column("counts", JSON, nullable=False),
)

outlets = Table(
    "outlets",
    metadata,
    Column("id", String(OUTLET_LENGTH), primary_key=True),
    Column("name", Text, nullable=False),
    Column("country", String(2), nullable=False, index=True),
    Column("time_zone", String(64), nullable=False),
    Column("languages", JSON, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("homepage", Text, nullable=False),
    Column("feeds", JSON, nullable=False),
    Column("sitemaps", JSON, nullable=False),
    Column("delay", Float),
    Column("notes", Text, nullable=False),
    # null in rows from before the registry said so
    Column("archives", JSON),
    Column("needs", JSON),
    Column("source", Text),
    Column("verified", String(10)),
)

# Addresses that listings named. One row an address for ever: this is the seen-store across runs.
found = Table(
    "found",
    metadata,
    Column("canonical_url", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("outlet", String(OUTLET_LENGTH), nullable=False),
    Column("discovered_by", Text, nullable=False),
    Column("found_at", String(32), nullable=False),
    Column("hints", JSON, nullable=False),
    # pending, done (a final outcome was recorded), retry (a passing failure; asked again in the next run)
    Column("state", String(8), nullable=False),
    Column("tries", Integer, nullable=False),
    # the day the listing gave the item, where it gave one that holds: orders the queue and dates what was never kept
    Column("listed_on", String(10)),
    Index(None, "outlet", "state", "listed_on"),
)

# Fingerprints of the identifiers and addresses that were forgotten, so that no crawl or import brings them back.
forgotten = Table(
    "forgotten",
    metadata,
    Column("fingerprint", String(64), primary_key=True),
    Column("at", String(32), nullable=False),
)

# What a server said of an address last time, for conditional requests.
validators = Table(
    "validators",
    metadata,
    Column("url", Text, primary_key=True),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("checked_at", String(32), nullable=False),
)

fetches = Table(
    "fetches",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("url", Text, nullable=False),
    Column("canonical_url", Text, index=True),  # the row of `found` that this attempt was for
    Column("outlet", String(OUTLET_LENGTH), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("outcome", String(24), nullable=False),
    Column("at", String(32), nullable=False),
    Column("status", Integer),
    Column("bytes", Integer),
    Column("seconds", Float),
    Column("detail", Text),
    Column("article_id", String(ID_LENGTH), index=True),
    Column("run_id", String(32)),
    Index(None, "outlet", "at"),
)

# Pages in archive files that were not extracted: counts only, and of no article.
passed_over = Table(
    "passed_over",
    metadata,
    Column("file", String(64), primary_key=True),  # a digest that names the file wherever it lies
    Column("outlet", String(OUTLET_LENGTH), primary_key=True),
    Column("week", String(10), primary_key=True),  # Monday of the week of capture; empty when it has no date
    Column("reason", String(24), primary_key=True),
    Column("records", Integer, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    Column("id", String(ID_LENGTH), primary_key=True),
    Column("url", Text),
    Column("canonical_url", Text, index=True),
    Column("outlet", String(OUTLET_LENGTH), nullable=False),
    Column("country", String(2)),
    Column("language", String(2)),
    Column("published_at", String(40)),
    Column("published_on", String(10), index=True),
    Column("published_precision", String(8)),
    Column("title", Text, nullable=False),
    Column("authors", JSON, nullable=False),
    Column("section", Text),
    Column("discovered_by", Text),
    Column("evidence", JSON, nullable=False),
    Column("paywalled", Boolean),
    Column("story_id", String(64), index=True),
    Column("wire_agency", Text),
    Column("raw", Text),
    Column("fetched_at", String(32)),
    Column("extractor_version", String(64)),
    Column("content_hash", String(64), nullable=False),
    # last, since SQLite reads through long text to reach what stands behind it
    Column("lead", Text),
    Column("body", Text, nullable=False),
    Index(None, "outlet", "published_on"),
)

# Texts of an article beside the one in `articles`: what it said before, or what it says since people labelled it.
article_versions = Table(
    "article_versions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("article_id", String(ID_LENGTH), ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    Column("seen_at", String(32)),
    Column("content_hash", String(64), nullable=False),
    Column("raw", Text),
    Column("title", Text, nullable=False),
    Column("lead", Text),
    Column("body", Text, nullable=False),
    UniqueConstraint("article_id", "content_hash"),
)

article_labels = Table(
    "article_labels",
    metadata,
    Column("article_id", String(ID_LENGTH), ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("run_id", String(32), ForeignKey("runs.id"), nullable=False),
    Column("version_set", String(32), nullable=False, index=True),
    Column("tier", Integer, nullable=False),
    Column("language", String(2)),
    Column("on_topic", Boolean, nullable=False, index=True),
    Column("relevance", Float, nullable=False),
    Column("framing", String(16), nullable=False),
    Column("headline", String(16), nullable=False),
    Column("voices", JSON, nullable=False),
    Column("context", JSON, nullable=False),
    Column("why", JSON, nullable=False),
    Column("words", Integer, nullable=False),
    # Null in rows tagged before these were measured: of another version set, so that no report mixes them.
    Column("her_clauses", Integer),
    Column("her_actions", Integer),
    # Null where the article does not tell of one case.
    Column("named_in_headline", Boolean),
    Column("named_in_body", Boolean),
    Column("convicted", Boolean),
)

spans = Table(
    "spans",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("article_id", String(ID_LENGTH), ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("part", String(8), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("code", String(4), nullable=False, index=True),
    Column("voice", String(16), nullable=False),
    Column("cue_id", String(80), nullable=False, index=True),
    Column("rule", Text, nullable=False),
    Column("source_index", Integer),
    # Null in rows tagged before terms were weighed.
    Column("status", String(16)),
)

sources = Table(
    "sources",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("article_id", String(ID_LENGTH), ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("part", String(8), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("role", String(24), nullable=False),
    Column("how", String(16), nullable=False),
    Column("content_start", Integer),
    Column("content_end", Integer),
)

clauses = Table(
    "clauses",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("article_id", String(ID_LENGTH), ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("part", String(8), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("acts", Boolean, nullable=False),
    Column("rule", Text, nullable=False),
)

human_labels = Table(
    "human_labels",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("article_id", String(ID_LENGTH), ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("annotator", Text, nullable=False),
    Column("purpose", String(8), nullable=False),  # audit or train: the two never mix
    Column("label", JSON, nullable=False),
    Column("codebook_version", String(16), nullable=False),
    Column("labelled_at", String(32), nullable=False),
    Column("sample", String(64), index=True),
    Column("annotator_group", Text),
    Column("suggested", Boolean),  # null in rows from before it was recorded
    UniqueConstraint("article_id", "annotator", "purpose"),
)

# Every drawing of articles to label, for audit or training.
samples = Table(
    "samples",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("purpose", String(8), nullable=False),
    Column("design", String(24), nullable=False),
    Column("seed", Integer, nullable=False),
    Column("drawn_at", String(32), nullable=False),
    Column("run_id", String(32), ForeignKey("runs.id"), nullable=False),
    Column("frame", JSON, nullable=False),
)

# Draws for training stand apart from those for audit, so that no query mixes them by accident.
training_draws = Table(
    "training_draws",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("draw", String(64), nullable=False),
    Column("article_id", String(ID_LENGTH), ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    Column("stratum", Text),
    UniqueConstraint("draw", "article_id"),
)

predictions = Table(
    "predictions",
    metadata,
    Column("article_id", String(ID_LENGTH), ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("question", String(64), primary_key=True),
    Column("model", String(64), primary_key=True),
    Column("answer", Text, nullable=False),
    Column("probability", Float, nullable=False),
    Column("run_id", String(32), ForeignKey("runs.id"), nullable=False),
)

audit_draws = Table(
    "audit_draws",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("draw", String(64), nullable=False),
    Column("article_id", String(ID_LENGTH), ForeignKey("articles.id", ondelete="CASCADE"), nullable=False),
    Column("inclusion_probability", Float, nullable=False),
    Column("stratum", Text),
    Column("cluster", Text),
    Column("seed", Integer, nullable=False),
    Column("drawn_at", String(32), nullable=False),
    UniqueConstraint("draw", "article_id"),
)

# What an outlet disputes of its scorecard. Every version of a dispute is a row of its own; the latest one stands.
disputes = Table(
    "disputes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("dispute", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("outlet", String(OUTLET_LENGTH), nullable=False, index=True),
    Column("article_id", String(ID_LENGTH), ForeignKey("articles.id", ondelete="CASCADE")),  # null: about a figure
    Column("about", String(16), nullable=False),
    Column("mark", JSON),  # part, start, end and code; null where it is about the article or a figure
    Column("claim", Text, nullable=False),
    Column("raised_by", Text, nullable=False),
    Column("raised_at", String(32), nullable=False),
    Column("decision", String(8), nullable=False),
    Column("corrections", JSON, nullable=False),
    Column("reason", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("recorded_at", String(32), nullable=False),
    Column("figure", String(16)),  # the indicator; null where it is about an article or a mark
    UniqueConstraint("dispute", "version"),
)

# What an outlet answers, word for word; a later one may take the place of an earlier one, which stays.
replies = Table(
    "replies",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("outlet", String(OUTLET_LENGTH), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("signed", Text, nullable=False),
    Column("received_on", String(10), nullable=False),
    Column("replaces", Integer),
    Column("recorded_at", String(32), nullable=False),
)

# Steps of hearing an outlet: drafted, waived, released, withdrawn. Rows are added and never changed.
hearings = Table(
    "hearings",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("outlet", String(OUTLET_LENGTH), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("day", String(10), nullable=False),
    Column("due_on", String(10)),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("version_set", String(32)),
    Column("stories", Integer),  # how many the outlet was shown
    Column("recorded_at", String(32), nullable=False),
)
