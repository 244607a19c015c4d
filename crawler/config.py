"""How a study crawls: the ``[crawl]`` section of encuadre.toml.

In: settings a person wrote. Out: a checked, frozen ``CrawlConfig``. Every default is the polite one; every limit says
what it guards against.
"""

from __future__ import annotations

import re
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from ipaddress import ip_address
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

_CONTACT = re.compile(r"(https?://[^\s/]+\.[^\s]+|[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>()]+)\Z")

# What robots.txt files name us by.
ROBOTS_NAME = "encuadre"


class CrawlConfig(BaseModel):
    """Settings of a crawl. Seconds and bytes; days are local to the outlet."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    contact: str | None = Field(
        default=None,
        description="An e-mail address or a web page by which outlets can reach you.",
    )
    delay: float = Field(
        default=3.0,
        ge=0,
        le=3600,
        description="Least seconds between two requests to a host; robots.txt may ask more.",
    )
    concurrency: int = Field(default=8, ge=1, le=64, description="Outlets crawled at the same time.")
    articles_per_outlet: int = Field(default=500, ge=1, description="Articles asked of one outlet in one run.")
    articles_per_day: int = Field(
        default=5000, ge=1, description="Articles asked of one outlet in one day (UTC), over all runs."
    )
    since: date | None = Field(default=None, description="Leave out articles certainly published before this day.")
    until: date | None = Field(default=None, description="Leave out articles certainly published after this day.")
    revisits: int = Field(
        default=1, ge=0, le=20, description="How often an article is asked again when a listing says that it changed."
    )
    history: tuple[Literal["archives", "wayback"], ...] = Field(
        default=("archives",),
        description="Where older articles are looked for when 'since' is set: the outlet's own archive pages, and the "
        "Wayback Machine's index.",
    )
    wayback: str = Field(
        default="https://web.archive.org", description="The Wayback Machine that is asked, one with the same index."
    )
    archive_pages: int = Field(
        default=200, ge=1, description="Section and archive pages, or pages of an index, read of one outlet in one run."
    )
    timeout: float = Field(default=30.0, gt=0, le=600, description="Seconds for one answer, its last byte included.")
    max_bytes: int = Field(default=8_000_000, ge=10_000, description="Largest page, decompressed.")
    max_listing_bytes: int = Field(
        default=52_428_800, ge=10_000, description="Largest feed or sitemap, decompressed (50 MB by the protocol)."
    )
    max_redirects: int = Field(default=5, ge=0, le=20, description="Redirects followed for one address.")
    max_listings: int = Field(
        default=50, ge=1, le=5000, description="Feeds and sitemaps read of one outlet in one run."
    )
    sitemap_depth: int = Field(default=3, ge=0, le=10, description="How deep sitemap indexes are followed.")
    max_addresses: int = Field(default=50_000, ge=1, description="Addresses taken from one feed or sitemap.")
    blocks_in_a_row: int = Field(
        default=3, ge=1, description="After so many refusals in a row a host is left for this run."
    )
    longest_wait: float = Field(
        default=300.0,
        ge=0,
        description="Longest Retry-After or Crawl-delay obeyed by waiting; past it a host is left.",
    )
    extraction_workers: int = Field(default=2, ge=1, le=64, description="Processes that read pages.")
    extraction_timeout: float = Field(default=30.0, gt=0, le=600, description="Seconds to read one page or listing.")
    verify_tls: bool = Field(default=True, description="Refuse hosts whose certificate does not hold.")
    allow_loopback: bool = Field(default=False, description="Allow addresses of this machine, for tests and the demo.")
    hosts: dict[str, str] = Field(
        default_factory=dict,
        description="Host names answered from here and not from DNS, as loopback IP or IP:port. Needs allow_loopback.",
    )

    @field_validator("contact")
    @classmethod
    def _contact_can_be_reached(cls, contact: str | None) -> str | None:
        if contact is not None and not _CONTACT.match(contact):
            raise ValueError("contact must be an e-mail address or a web page, for example team@example.org")
        return contact

    @model_validator(mode="after")
    def _settings_agree(self) -> Self:
        if self.since and self.until and self.since > self.until:
            raise ValueError("since must not be later than until")
        if self.hosts and not self.allow_loopback:
            raise ValueError("hosts needs allow_loopback = true")
        for host, where in self.hosts.items():
            try:
                loopback = ip_address(split_port(where)[0]).is_loopback
            except ValueError:
                loopback = False
            if not loopback:
                raise ValueError(f"hosts: '{host}' must name a loopback address such as 127.0.0.1, not '{where}'")
        return self

    @property
    def user_agent(self) -> str:
        """Who we are and how to reach us, on every request."""
        return f"{ROBOTS_NAME}/{package_version()} (+{self.contact or 'loopback study, no contact'})"


def split_port(where: str) -> tuple[str, int | None]:
    """``127.0.0.1:8000`` -> (``127.0.0.1``, 8000); ``[::1]:8000`` and plain addresses too. ValueError on a bad port."""
    if where.startswith("["):
        address, _, rest = where[1:].partition("]")
        return address, int(rest[1:]) if rest else None
    address, colon, port = where.partition(":")
    if colon and ":" not in port:
        return address, int(port)
    return where, None


def package_version() -> str:
    """The version of encuadre that runs; a bare checkout says ``0``."""
    try:
        return version("encuadre")
    except PackageNotFoundError:
        return "0"
