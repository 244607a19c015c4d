"""The Chromium that renders pages: whether an outlet needs it, whether it is here, and how a crawl starts it.

In: an outlet, this computer and a crawl's configuration. Out: what to type where something is missing, and Scrapy's
settings, by which the browser itself reaches nothing: what a page may load is decided in crawler/browser.py.
"""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from corpus.records import Outlet
from crawler.config import CrawlConfig
from lexicons.errors import EncuadreError

# What stands in ``Outlet.needs``.
JAVASCRIPT = "javascript"
# Where rendered pages wait for each other.
SLOT = "browser"
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_PAGES_AT_ONCE = 2  # a page may take some hundred megabytes


def needs_browser(outlet: Outlet) -> bool:
    """Do this outlet's pages show nothing without JavaScript?"""
    return JAVASCRIPT in outlet.needs


def missing_browser(outlet: Outlet) -> str | None:
    """What to type before this outlet's pages can be rendered (E372); None when nothing is missing."""
    missing = None
    if find_spec("scrapy_playwright") is None:
        missing = "scrapy-playwright is not installed"
    elif system_browser() is None and not _own_browser():
        missing = "there is no Chromium on this computer"
    return str(EncuadreError("E372", outlet=outlet.id, missing=missing)) if missing else None


def system_browser() -> str | None:
    """The Chromium or Chrome of this computer."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


def _own_browser() -> bool:
    """Has ``playwright install chromium`` been typed? Its folders are named by version."""
    named = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    usual = (".cache/ms-playwright", "Library/Caches/ms-playwright", "AppData/Local/ms-playwright")
    folders = [Path(named)] if named else [Path.home() / folder for folder in usual]
    return any(next(folder.glob("chromium*"), None) is not None for folder in folders)


def browser_settings(config: CrawlConfig) -> dict[str, Any]:
    """Scrapy's settings for a crawl in which pages are rendered."""
    handler = "scrapy_playwright.handler.ScrapyPlaywrightDownloadHandler"
    return {
        "DOWNLOAD_HANDLERS": {"http": handler, "https": handler},
        "DOWNLOADSLOTS": {SLOT: {"concurrency": _PAGES_AT_ONCE, "delay": 0, "jitter": 0}},
        "PLAYWRIGHT_BROWSER_TYPE": "chromium",
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": config.timeout * 1000,
        # whatever a page's own rules below did not answer goes nowhere
        "PLAYWRIGHT_ABORT_REQUEST": abort_all,
        "PLAYWRIGHT_LAUNCH_OPTIONS": {
            "executable_path": system_browser(),
            "chromium_sandbox": not is_root(),
            "proxy": {"server": "http://127.0.0.1:9", "bypass": "<-loopback>"},
            "args": [
                "--host-resolver-rules=MAP * ~NOTFOUND",
                "--dns-prefetch-disable",
                "--disable-quic",
                "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
                "--js-flags=--max-old-space-size=512",
            ],
        },
    }


def abort_all(_request: object) -> bool:
    """Playwright's handler lets nothing through: only what is answered here reaches a page."""
    return True


def is_root() -> bool:
    """Chromium's sandbox does not start for root."""
    return hasattr(os, "geteuid") and os.geteuid() == 0
