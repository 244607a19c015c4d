"""What a crawl would ask, and how long politeness will make it take, before anything is asked.

In: the registry, the settings and the queue in the corpus. Out: one row an outlet and the whole. No request is made, so
what robots.txt asks for beyond the settings is not known, nor how many addresses the listings will add.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from corpus.records import Outlet
from corpus.store import Corpus
from crawler.config import CrawlConfig
from crawler.sites import site_of
from crawler.spiders.listings import wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletPlan:
    """What one outlet would be asked. ``pages``: known to wait, within the budgets; ``most_pages``: with what its
    listings may add. ``seconds``: least time for the known ones, ``most_seconds`` for the most.
    """

    outlet: str
    name: str
    listings: int
    waiting: int
    pages: int
    most_pages: int
    asked_today: int
    delay: float
    seconds: float
    most_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlPlan:
    """All outlets, and the least time of the whole crawl when ``concurrency`` outlets are crawled at the same time."""

    outlets: tuple[OutletPlan, ...]
    seconds: float
    most_seconds: float

    def as_dict(self) -> dict[str, Any]:
        """Plain data for ``--json``."""
        return asdict(self)


def plan_crawl(corpus: Corpus, outlets: Sequence[Outlet], config: CrawlConfig) -> CrawlPlan:
    """The plan of a crawl of these outlets now."""
    plans = tuple(_outlet_plan(corpus, outlet, config) for outlet in outlets)
    site = {outlet.id: site_of(outlet.homepage) for outlet in outlets}
    return CrawlPlan(
        outlets=plans,
        seconds=_together([(site[plan.outlet], plan.seconds) for plan in plans], config.concurrency),
        most_seconds=_together([(site[plan.outlet], plan.most_seconds) for plan in plans], config.concurrency),
    )


def day_began() -> str:
    """The instant from which today's requests count: midnight in UTC, as attempts are dated."""
    return datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0).isoformat(timespec="seconds")


def budget(asked_today: int, config: CrawlConfig) -> int:
    """How many articles an outlet may still be asked for in this run."""
    return max(0, min(config.articles_per_outlet, config.articles_per_day - asked_today))


def _outlet_plan(corpus: Corpus, outlet: Outlet, config: CrawlConfig) -> OutletPlan:
    asked = corpus.count_asked(outlet.id, day_began())
    allowed = budget(asked, config)
    waiting = sum(1 for found in corpus.pending(outlet.id) if wanted(found.hints, config.since, config.until))
    named = len({*outlet.feeds, *outlet.sitemaps})
    listings = min(named, config.max_listings)
    # An outlet without listings in its row is asked for those that robots.txt names.
    most_listings = config.max_listings if outlet.sitemaps or not named else listings
    if config.since is not None and ("wayback" in config.history or outlet.archives):
        most_listings += config.archive_pages
    delay = outlet.delay if outlet.delay is not None else config.delay
    pages = min(waiting, allowed)
    robots = 1
    return OutletPlan(
        outlet=outlet.id,
        name=outlet.name,
        listings=listings,
        waiting=waiting,
        pages=pages,
        most_pages=allowed,
        asked_today=asked,
        delay=delay,
        seconds=(robots + listings + pages) * delay,
        most_seconds=(robots + most_listings + allowed) * delay,
    )


def _together(seconds: Sequence[tuple[str, float]], places: int) -> float:
    """When the last of ``places`` would be free. A site is one queue, whatever number of outlets it carries."""
    by_site: dict[str, float] = defaultdict(float)
    for site, taken in seconds:
        by_site[site] += taken
    free = [0.0] * places
    for taken in sorted(by_site.values(), reverse=True):
        heapq.heappush(free, heapq.heappop(free) + taken)
    return max(islice(free, places), default=0.0)
