"""Pages that show nothing without JavaScript, rendered by Chromium through scrapy-playwright (extra ``js``).

In: a page that was fetched as any other, under all rules. Out: the same response with the text its scripts wrote.

The browser never speaks to the network: its proxy and its resolver lead nowhere. The page is handed to it, and what its
scripts ask for is judged here and fetched by Scrapy's downloader as everything else is, so that robots.txt, public
addresses at the moment of connecting and after each redirect, sizes and our name hold for every request. Playwright's
own way, letting the browser go on with a request, would leave redirects and changing DNS answers unseen.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import Response, TextResponse

from corpus.records import Outcome, Outlet
from crawler.chromium import SLOT, is_root
from crawler.outcomes import from_response
from crawler.sites import host_of, is_web, same_site, site_of

if TYPE_CHECKING:
    from crawler.spiders.press import PressSpider

# What stands in evidence and in the kept page's headers.
RENDERED = "rendered"
RENDERED_BY = "chromium"
_HEADER = "X-Encuadre-Rendered"

_MOST_PARTS = 60  # requests of one page; applications of newspapers make ten to forty
_MOST_PARTS_BYTES = 4  # in largest pages
_QUIET_SECONDS = 0.5  # a page that asked nothing for so long has said what it has to say
_LOOK_SECONDS = 0.1
_CLOSE_SECONDS = 5.0
# Of a page's time this share is for what it loads; then its text is taken as it stands.
_LOADING_SHARE = 0.6
_CACHE_BYTES = 32_000_000
# Scripts bring text; pictures, fonts, frames and beacons do not.
_WANTED = {"script", "fetch", "xhr"}
# What the browser says of itself, and what could name a visitor or ask for parts, is not passed on.
_NOT_PASSED = {"cookie", "user-agent", "host", "connection", "accept-encoding", "range", "upgrade", "te", "keep-alive"}
_NOT_PASSED_BEGINNINGS = ("sec-", "proxy-", "if-")
# These change with the body that the downloader has unpacked, or would set what we do not keep.
_NOT_HANDED_ON = {
    *("content-encoding", "content-length", "transfer-encoding", "content-disposition"),
    *("set-cookie", "link", "refresh", "report-to"),
}
# Advertising and measurement: they bring no text, and their owners need not learn of our reading.
_ADVERTISING = frozenset(
    """
    2mdn.net adnxs.com adsafeprotected.com amazon-adsystem.com casalemedia.com chartbeat.com clarity.ms
    comscore.com connect.facebook.net criteo.com criteo.net doubleclick.net doubleverify.com facebook.net
    google-analytics.com googleadservices.com googlesyndication.com googletagmanager.com googletagservices.com
    hotjar.com indexww.com marfeel.com moatads.com navdmp.com newrelic.com nr-data.net onesignal.com openx.net
    outbrain.com permutive.com pubmatic.com quantserve.com rubiconproject.com scorecardresearch.com seedtag.com
    taboola.com teads.tv tiktok.com yandex.ru
    """.split()  # noqa: SIM905 - a list of forty quoted names would be harder to read
)


class RenderError(Exception):
    """The page could not be rendered."""

    def __init__(self, outcome: Outcome, detail: str) -> None:
        super().__init__(detail)
        self.outcome = outcome
        self.detail = detail


class Renderer:
    """Renders pages of one crawl. ``problem`` says why no further page can be, once that is known."""

    def __init__(self, spider: PressSpider) -> None:
        self._spider = spider
        self._config = spider.config
        self._cache = _Cache()
        self._count = 0
        self.problem: str | None = None
        if is_root():
            spider.logger.warning("Chromium runs without its sandbox, since you are root; crawl as another user")

    async def render(self, response: Response, outlet: Outlet) -> tuple[Response, str]:
        """The response as a browser shows it, and what that took in words. Raises ``RenderError``."""
        from scrapy_playwright.page import PageMethod  # the extra may be missing where no page is rendered

        self._count += 1
        page = _PageLoad(self._spider, self._cache, response, outlet)
        request = Request(
            response.url,
            meta={
                "kind": "rendering",
                "outlet": outlet.id,
                "download_slot": SLOT,
                "autothrottle_dont_adjust_delay": True,
                "dont_retry": True,
                "playwright": True,
                "playwright_context": f"page-{self._count}",
                "playwright_context_kwargs": {
                    "user_agent": self._config.user_agent,
                    "accept_downloads": False,
                    "service_workers": "block",
                },
                "playwright_page_init_callback": page.begin,
                "playwright_page_methods": [PageMethod(page.settle)],
                "playwright_page_goto_kwargs": {"wait_until": "domcontentloaded"},
            },
            dont_filter=True,
        )
        try:
            shown = await self._spider.crawler.engine.download_async(request)
        except Exception as error:
            raise self._explained(error, page) from error
        finally:
            await page.end()
        if page.asked:
            self._spider.hosts.rest(host_of(response.url))
        return self._as_kept(response, shown), f"rendered by {RENDERED_BY}: {page.words()}"

    def _as_kept(self, response: Response, shown: Response) -> Response:
        body = (shown.text if isinstance(shown, TextResponse) else "").encode("utf-8", "replace")
        if len(body) > self._config.max_bytes:
            raise RenderError(Outcome.TOO_LARGE, "larger than the limit when rendered")
        headers = {name: values for name, values in response.headers.items() if _lower(name) not in _NOT_HANDED_ON}
        headers |= {b"Content-Type": [b"text/html; charset=utf-8"], _HEADER.encode(): [RENDERED_BY.encode()]}
        # the address stays the one that was fetched: scripts may write anything into the address bar
        return response.replace(body=body, headers=headers, flags=[*response.flags, RENDERED])

    def _explained(self, error: Exception, page: _PageLoad) -> RenderError:
        said = (str(error).strip() or type(error).__name__).splitlines()[0][:200]
        if isinstance(error, RenderError):
            return error
        if not page.begun:
            self.problem = f"the browser did not start: {said}"
            return RenderError(Outcome.ERROR, self.problem)
        if page.late or type(error).__name__ == "TimeoutError":
            return RenderError(Outcome.TIMEOUT, f"not rendered within {self._config.timeout:g} s")
        if "crash" in said.lower():
            return RenderError(Outcome.ERROR, "the page brought the browser's tab down")
        return RenderError(Outcome.ERROR, f"the browser could not show it: {said}")


@dataclass(slots=True)
class _Cache:
    """Scripts that every page of an outlet asks for again, asked once a run."""

    bytes: int = 0
    known: dict[str, dict[str, Any]] = field(default_factory=dict)

    def put(self, url: str, answer: dict[str, Any]) -> None:
        if self.bytes + len(answer["body"]) <= _CACHE_BYTES:
            self.bytes += len(answer["body"])
            self.known[url] = answer


class _PageLoad:
    """One page in the browser: hands it what it may have, waits until it is quiet, ends it when its time is over."""

    def __init__(self, spider: PressSpider, cache: _Cache, response: Response, outlet: Outlet) -> None:
        self._spider = spider
        self._config = spider.config
        self._cache = cache
        self._response = response
        self._outlet = outlet
        self._context: Any = None
        self._watch: asyncio.Task[None] | None = None
        self._pending: set[asyncio.Task[Any]] = set()
        self._last = self._until = 0.0
        self._bytes = 0
        self.begun = self.late = self._handed = False
        self.asked = self.refused = 0

    async def begin(self, page: Any, _request: Request) -> None:
        """scrapy-playwright's callback: every request of the page, and of windows it opens, is answered here."""
        if self.begun:  # the page was lost, and scrapy-playwright would try it again
            await _closed(page.context)
            return
        self.begun = True
        self._context = page.context
        now = time.monotonic()
        self._last, self._until = now, now + self._config.timeout * _LOADING_SHARE
        self._watch = asyncio.create_task(self._end_in_time())
        self._context.on("page", lambda other: asyncio.ensure_future(_closed(other)))
        await self._context.route("**", lambda route: route.abort())
        await self._context.route_web_socket("**", lambda socket: socket.close())
        await page.route("**", self._answer)

    async def settle(self, page: Any) -> None:
        """Wait until the page is quiet, or its loading time is over; then judge its size before it is taken."""
        while time.monotonic() < self._until:
            if not self._pending and time.monotonic() - self._last >= _QUIET_SECONDS:
                break
            await asyncio.sleep(_LOOK_SECONDS)
        size = await page.evaluate("document.documentElement ? document.documentElement.outerHTML.length : 0")
        if isinstance(size, int | float) and size > self._config.max_bytes:
            raise RenderError(Outcome.TOO_LARGE, "larger than the limit when rendered")

    async def end(self) -> None:
        """Close the page's context: its cookies and storage go with it."""
        if self._watch is not None:
            self._watch.cancel()
        await self._close()

    def words(self) -> str:
        """What the page loaded."""
        return f"{self.asked} further requests, {self.refused} refused"

    async def _end_in_time(self) -> None:
        await asyncio.sleep(self._config.timeout)
        self.late = True
        await self._close()

    async def _close(self) -> None:
        context = self._context
        if context is None:
            return
        with suppress(Exception):  # one that is gone is closed
            await asyncio.wait_for(context.close(), _CLOSE_SECONDS)
            return
        with suppress(Exception):  # a browser that does not close a page is of no use to the others either
            if context.browser is not None and context.browser.is_connected() and context in context.browser.contexts:
                await asyncio.wait_for(context.browser.close(), _CLOSE_SECONDS)

    async def _answer(self, route: Any) -> None:
        asked = route.request
        answer: dict[str, Any] | None = None
        if not self._handed and asked.is_navigation_request():
            self._handed = True
            answer = _handed_on(self._response)
        elif asked.resource_type == "stylesheet":
            # some applications wait for their style; an empty one will do
            answer = {"status": 200, "headers": {"Content-Type": "text/css"}, "body": b""}
        elif asked.is_navigation_request():
            # an aborted one would put the browser's own error page in the page's place; no content leaves it there
            self.refused += 1
            answer = {"status": 204, "headers": {}, "body": b""}
        elif self._may_ask(asked):
            answer = self._cache.known.get(asked.url) or await self._fetched(asked)
        else:
            self.refused += 1
        self._last = time.monotonic()
        with suppress(Exception):  # the page may be gone by now
            await (route.abort() if answer is None else route.fulfill(**answer))

    def _may_ask(self, asked: Any) -> bool:
        return (
            asked.method == "GET"
            and asked.resource_type in _WANTED
            and is_web(asked.url)
            and site_of(asked.url) not in _ADVERTISING
            and self.asked < _MOST_PARTS
            and self._bytes < _MOST_PARTS_BYTES * self._config.max_bytes
            and time.monotonic() < self._until
            and not self._spider.stopping()
        )

    async def _fetched(self, asked: Any) -> dict[str, Any] | None:
        """What the network answers to a request of the page, asked by Scrapy; None when it may not be asked."""
        self.asked += 1
        task = asyncio.create_task(self._downloaded(asked.url, dict(asked.headers)))
        self._pending.add(task)
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
        try:
            # what comes too late ends by its own time limit
            await asyncio.wait({task}, timeout=max(0.0, self._until - time.monotonic()))
            response = task.result() if task.done() and task.exception() is None else None
        finally:
            self._pending.discard(task)
        if response is None or (response.status == 200 and from_response(response) is not None):
            self.refused += response is None
            return None
        self._bytes += len(response.body)
        answer = _handed_on(response)
        if asked.resource_type == "script" and response.status == 200:
            self._cache.put(asked.url, answer)
        return answer

    async def _downloaded(self, url: str, headers: dict[str, str]) -> Response:
        host = host_of(url)
        slot = f"{SLOT}:{host}"
        engine = self._spider.crawler.engine
        # one at a time as ever; the delay lies between pages, since a page asks for its parts in one go
        engine.downloader.per_slot_settings.setdefault(slot, {"concurrency": 1, "delay": 0, "jitter": 0})
        request = Request(
            url,
            headers={name: value for name, value in headers.items() if _passed(name)},
            meta={
                "kind": "part",
                "outlet": self._outlet.id,
                "download_slot": slot,
                "autothrottle_dont_adjust_delay": True,
                "dont_retry": True,
                "download_maxsize": self._config.max_bytes,
                "download_timeout": max(1.0, self._until - time.monotonic()),
                # the outlet's own parts stay on its site
                "stay_on": url if same_site(url, self._outlet.homepage) else None,
            },
            dont_filter=True,
        )
        response: Response = await engine.download_async(request)
        return response


async def _closed(page_or_context: Any) -> None:
    with suppress(Exception):
        await page_or_context.close()


def _handed_on(response: Response) -> dict[str, Any]:
    """A response as the browser is given it."""
    headers = {
        name.decode("latin-1"): b", ".join(values).decode("latin-1")
        for name, values in response.headers.items()
        if _lower(name) not in _NOT_HANDED_ON
    }
    return {"status": response.status, "headers": headers, "body": response.body}


def _passed(name: str) -> bool:
    return name.lower() not in _NOT_PASSED and not name.lower().startswith((*_NOT_PASSED_BEGINNINGS, ":"))


def _lower(name: bytes) -> str:
    return name.decode("latin-1").lower()
