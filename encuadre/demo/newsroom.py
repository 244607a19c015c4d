"""What the invented newsrooms publish: outlets and stories, the same ones at every run.

In: outlets.toml and stories/<language>.toml. Out: ``Newsroom`` objects with dated ``Story`` objects. The framing that a
story was written with is kept as ``written_as``, so that a test can compare what the pipeline reads out of it.
"""

from __future__ import annotations

import random
import re
import tomllib
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

# One seed for the whole press: two demos publish the same stories.
SEED = 20240315
# Off-topic pages: what a real section also holds, and what a careless tagger would count.
_OFF_TOPIC = "off_topic"


@dataclass(frozen=True)
class NewsroomPlan:
    """One entry of outlets.toml: an invented outlet and the habits of its site."""

    id: str
    name: str
    country: str
    time_zone: str
    language: str
    kind: str
    host: str
    layout: str
    feed: str
    sitemap: str
    on_topic_per_month: float
    before: dict[str, float]
    after: dict[str, float]
    charset: str = "utf-8"
    crawl_delay: float | None = None
    paywall_share: float = 0.0
    blocks: bool = False
    promos: bool = False
    wire: bool = False


@dataclass(frozen=True)
class Story:
    """One invented article as its outlet prints it."""

    slug: str
    published: datetime
    title: str
    paragraphs: tuple[str, ...]
    author: str | None
    written_as: str
    paywalled: bool = False
    agency: str | None = None
    promos: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The address on its host."""
        return f"/{self.published:%Y/%m/%d}/{self.slug}"


@dataclass(frozen=True)
class Newsroom:
    """An outlet with all it ever published, oldest first."""

    plan: NewsroomPlan
    stories: tuple[Story, ...]
    words: dict[str, Any] = field(repr=False)


def open_newsrooms() -> list[Newsroom]:
    """Every invented newsroom with its stories."""
    folder = files("encuadre.demo")
    settings = tomllib.loads((folder / "outlets.toml").read_text("utf-8"))
    plans = [NewsroomPlan(**entry) for entry in settings["outlet"]]
    words = {
        language: tomllib.loads((folder / "stories" / f"{language}.toml").read_text("utf-8"))
        for language in {plan.language for plan in plans}
    }
    event = date.fromisoformat(settings["event_day"])
    shared = _wire_stories(settings, words["es"], event)
    rooms = []
    for plan in plans:
        rng = random.Random(f"{SEED}/{plan.id}")
        stories = list(_stories(plan, words[plan.language], settings, event, rng))
        if plan.wire:
            zone = ZoneInfo(plan.time_zone)
            stories += [replace(story, published=story.published.replace(tzinfo=zone)) for story in shared]
        stories.sort(key=lambda story: (story.published, story.slug))
        rooms.append(Newsroom(plan, tuple(stories), words[plan.language]))
    return rooms


def _stories(
    plan: NewsroomPlan, words: dict[str, Any], settings: dict[str, Any], event: date, rng: random.Random
) -> Iterator[Story]:
    number = 0
    for month in _months(settings["first_month"], settings["last_month"]):
        for share, on_topic in ((plan.on_topic_per_month, True), (settings["off_topic_per_month"], False)):
            for _ in range(int(share) + (rng.random() < share % 1)):
                number += 1
                published = _moment(month, rng, ZoneInfo(plan.time_zone))
                mix = plan.after if published.date() >= event else plan.before
                framing = rng.choices(list(mix), list(mix.values()))[0] if on_topic else _OFF_TOPIC
                story = _write(words, framing, published, number, rng)
                yield replace(
                    story,
                    paywalled=rng.random() < plan.paywall_share,
                    promos=_promos(words, rng) if plan.promos else (),
                )


def _wire_stories(settings: dict[str, Any], words: dict[str, Any], event: date) -> list[Story]:
    """Copy that an agency sent to more than one newsroom: the same words under the same day."""
    rng = random.Random(f"{SEED}/wire")
    months = list(_months(settings["first_month"], settings["last_month"]))
    stories = []
    for number in range(settings["wire_stories"]):
        published = _moment(rng.choice(months), rng, ZoneInfo("UTC"))
        framing = "rights_based" if published.date() >= event else "neither"
        story = _write(words, framing, published, 9000 + number, rng)
        stories.append(replace(story, author=settings["wire_agency"], agency=settings["wire_agency"]))
    return stories


def _write(words: dict[str, Any], framing: str, published: datetime, number: int, rng: random.Random) -> Story:
    values = _values(words, rng)
    if framing == _OFF_TOPIC:
        template = rng.choice(words["off_topic"])
        title, paragraphs = template["title"], list(template["paragraphs"])
    else:
        title, paragraphs = _on_topic(words, framing, rng)
    title = _fill(title, values)
    author = rng.choice([None, f"{rng.choice(words['first_names'])} {rng.choice(words['surnames'])}"])
    return Story(
        slug=f"{_slug(title)}-{number}",
        published=published,
        title=title,
        paragraphs=tuple(_fill(paragraph, values) for paragraph in paragraphs),
        author=author,
        written_as=framing,
    )


def _on_topic(words: dict[str, Any], framing: str, rng: random.Random) -> tuple[str, list[str]]:
    """A headline, a lead and six to eight paragraphs that carry one framing in the outlet's own voice."""
    headline_framing = rng.choice(["stigmatizing", "rights_based"]) if framing == "both" else framing
    pool = words["paragraphs"]
    sides = {"both": ("stigmatizing", "rights_based"), "neither": ()}.get(framing, (framing,))
    body = rng.sample(pool["fact"], 3)
    for side in sides:
        body += rng.sample(pool[side], 1 if framing == "both" else 2)
    # Who gets to speak goes with the framing, as it does in the press.
    speakers = {
        "stigmatizing": ("police", "prosecutor"),
        "rights_based": ("impacted", "organization", "defense"),
        "both": ("police", "organization"),
        "neither": ("police", "defense"),
    }[framing]
    body += [rng.choice(pool[speaker]) for speaker in speakers]
    if framing != "stigmatizing" or rng.random() < 0.3:
        body.append(rng.choice(pool["context"]))
    rng.shuffle(body)
    lead = rng.choice(words["leads"][headline_framing])
    return rng.choice(words["headlines"][headline_framing]), [lead, *body]


def _values(words: dict[str, Any], rng: random.Random) -> dict[str, object]:
    prison = rng.choice(words["prisons"])
    return {
        "name": rng.choice(words["first_names"]),
        "surname": rng.choice(words["surnames"]),
        "town": rng.choice(words["towns"]),
        "prison": prison,
        "prison_capital": prison[0].upper() + prison[1:],
        "organization": rng.choice(words["organizations"]),
        "age": rng.randint(19, 63),
        "amount": rng.randint(2, 9),
        "years": rng.randint(2, 15),
        "number": rng.randint(80, 900),
    }


def _promos(words: dict[str, Any], rng: random.Random) -> tuple[str, ...]:
    """Prompts inside the body that put another story's headline into this one."""
    other = _fill(rng.choice(words["headlines"]["stigmatizing"]), _values(words, rng))
    return tuple(promo.format(other=other) for promo in rng.sample(words["page"]["promos"], 2))


def _fill(template: str, values: dict[str, object]) -> str:
    text = template.format(**values)
    # Spanish "de el penal" and Portuguese "de a Rede" contract; a demo with mistakes in it would not be believed.
    text = re.sub(r"\b(de|a) el\b", lambda found: found[1] + "l", text)
    return re.sub(r"\bde ([ao])(?= [A-Zcaf])", lambda found: f"d{found[1]}", text)


def _months(first: str, last: str) -> Iterator[date]:
    year, month = (int(part) for part in first.split("-"))
    while f"{year:04d}-{month:02d}" <= last:
        yield date(year, month, 1)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _moment(month: date, rng: random.Random, zone: ZoneInfo) -> datetime:
    day = rng.randint(1, monthrange(month.year, month.month)[1])
    return datetime(month.year, month.month, day, rng.randint(6, 22), rng.randint(0, 59), tzinfo=zone)


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
