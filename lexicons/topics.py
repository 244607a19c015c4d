"""What puts an article on a topic of a study's own: plain forms with a weight by where they stand.

In: <folder>/<language>/topic.toml. Out: an immutable ``Topic``. Every sentence of the body counts with the heaviest
form in it, headline and lead with theirs; an article whose sum reaches ``enough`` is on topic, unless a form rules it
out.
"""

from __future__ import annotations

from importlib.resources.abc import Traversable
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from lexicons.classes import Classes
from lexicons.digests import digest_of
from lexicons.errors import EncuadreError
from lexicons.forms import classes_in, expand
from lexicons.toml_files import checked, parse_toml

# The codebook's "at least three sentences".
THREE_SENTENCES = 3.0
# As in the shipped relevance: one plain form in the headline or the lead is enough.
OPENING_WEIGHT = 3.0


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    # Shown as the reason why an article is on topic, or is not.
    means: str = Field(min_length=1)
    forms: tuple[str, ...] = Field(min_length=1)

    @field_validator("forms")
    @classmethod
    def _check(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        expand(value)  # raises for a form that is none; the matcher reads them as written
        return value


class TopicEvidence(_Entry):
    """Forms that speak for the topic, and what one counts in the headline, the lead and a sentence of the body."""

    headline: float = Field(default=OPENING_WEIGHT, ge=0)
    lead: float = Field(default=OPENING_WEIGHT, ge=0)
    body: float = Field(default=1.0, ge=0)


class TopicExclusion(_Entry):
    """Forms that rule it out: the sentence they stand in, the whole article, or the article whose opening has them."""

    within: Literal["sentence", "opening", "article"] = "article"


class Topic(BaseModel):
    """The topic of a study in one language."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    title: str = Field(min_length=1, description="What it is called in reasons and reports: street vendors.")
    enough: float = Field(default=THREE_SENTENCES, gt=0)
    evidence: tuple[TopicEvidence, ...] = Field(min_length=1)
    rules_out: tuple[TopicExclusion, ...] = ()
    digest: str = ""


def read_topic(resource: Traversable, name: str, classes: Classes) -> Topic:
    """Read and check a topic.toml, called ``name`` in messages. Raises E101 or E102."""
    raw = resource.read_bytes()
    data = {**parse_toml(raw, name), "digest": digest_of(raw)}
    topic = checked(Topic, data, name)
    for entry in (*topic.evidence, *topic.rules_out):
        for reference in (reference for form in expand(entry.forms) for reference in classes_in(form)):
            if reference not in classes:
                problem = f"there is no class '{reference}' in classes.toml"
                raise EncuadreError("E101", file=name, entry=entry.means, problem=problem)
    return topic
