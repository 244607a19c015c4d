"""One fetched page, read into an article, with one outcome.

In: an address of the queue and the answer to it. Out: what the attempt is recorded as, and the article where there is
one. A page that holds too little text, though it is behind no wall, is read in the version for telephones (AMP) or for
paper that it links itself; that request is an attempt of its own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy.http import Response

from corpus.records import Article, Found, Outcome, Outlet
from crawler.articles import MEMENTO, Page, build_article, may_be_html, with_own_title
from crawler.browser import RENDERED, RENDERED_BY
from crawler.ledger import now_text
from crawler.outcomes import HostLeft
from crawler.pool import PageError
from crawler.spiders.reading import keep, pairs, text

if TYPE_CHECKING:
    from crawler.spiders.press import Answer, PressSpider

# The evidence that names the version an article was read in.
VERSION = "version"


class PageReader:
    """Reads the pages of one outlet and records what they are."""

    def __init__(self, spider: PressSpider, outlet: Outlet) -> None:
        self._spider = spider
        self._ledger = spider.ledger
        self._outlet = outlet
        self.outcomes: Counter[Outcome] = Counter()

    async def read(self, found: Found, answer: Answer, response: Response) -> None:
        """Extract one page and record what it is."""
        strange = _not_html(response)
        if strange is not None:
            await self.record(found, answer, Outcome.NOT_ARTICLE, strange)
            return
        page = await self._page(response, found.url if MEMENTO in found.hints else response.url)
        try:
            extracted = await self._extract(page, found)
            if RENDERED in response.flags:
                extracted = {**extracted, "evidence": {**extracted["evidence"], RENDERED: RENDERED_BY}}
            if not _is_article(extracted) and extracted.get("other_versions"):
                page, extracted = await self._other_version(found, page, extracted)
        except PageError as error:
            await self.record(found, answer, Outcome.ERROR, str(error))
            return
        if not _is_article(extracted):
            why = extracted["why_not"] or "it has no headline"
            await self.record(found, answer, Outcome.ERROR if extracted["failed"] else Outcome.NOT_ARTICLE, why)
            return
        article = build_article(
            extracted,
            page,
            found=found,
            outlet=self._outlet,
            now=datetime.now(UTC),
            version=self._spider.extractor_version,
        )
        await self._keep_article(found, answer, article)

    async def record(
        self, found: Found, answer: Answer, outcome: Outcome, detail: str | None, article_id: str | None = None
    ) -> None:
        """Record an attempt that brought no new article."""
        self.outcomes[outcome] += 1
        facts = {**answer.facts, "detail": detail, "article_id": article_id}
        await self._ledger.record(
            self._ledger.attempt(found.url, self._outlet.id, "article", outcome, **facts), found=found
        )

    async def _keep_article(self, found: Found, answer: Answer, article: Article) -> None:
        if await self._ledger.knows(article):
            await self.record(found, answer, Outcome.UNCHANGED, "the corpus has it", article_id=article.id)
            return
        outcome = Outcome.PAYWALLED if article.paywalled else Outcome.FETCHED
        self.outcomes[outcome] += 1
        fetch = self._ledger.attempt(
            found.url, self._outlet.id, "article", outcome, article_id=article.id, **answer.facts
        )
        await self._ledger.record(fetch, article=article, found=found)

    async def _page(self, response: Response, url: str) -> Page:
        return Page(
            url=url,
            headers={name.lower(): value for name, value in pairs(response.headers.items())},
            body=response.body,
            fetched_at=now_text(),
            raw=await keep(self._spider, response),
        )

    async def _extract(self, page: Page, found: Found) -> dict[str, Any]:
        extracted = await self._spider.pool.run(
            self._spider.extractor, page.body, url=page.url, headers=dict(page.headers)
        )
        return with_own_title(extracted, found, self._outlet)

    async def _other_version(self, found: Found, page: Page, extracted: dict[str, Any]) -> tuple[Page, dict[str, Any]]:
        """The first linked version that can be read; else what there was."""
        for url in extracted["other_versions"]:
            try:
                answer = await self._spider.ask(
                    url, self._outlet, "version", stay_on=self._outlet.homepage, max_bytes=self._spider.config.max_bytes
                )
            except HostLeft:
                break
            if answer.outcome is None and answer.response is not None and _not_html(answer.response) is None:
                # The article keeps its own address; only its text comes from here.
                other = await self._page(answer.response, url)
                read = await self._extract(other, found)
                # A version that is cut off at a wall is no way round it.
                whole = _is_article(read) and not read["paywalled"]
                outcome, detail = (Outcome.FETCHED, None) if whole else (Outcome.NOT_ARTICLE, read["why_not"])
                await self._record_version(url, answer, outcome, detail)
                if whole:
                    evidence = {**read["evidence"], VERSION: url}
                    return replace(other, url=page.url), {**read, "evidence": evidence}
            else:
                await self._record_version(url, answer, answer.outcome or Outcome.NOT_ARTICLE, answer.detail)
        return page, extracted

    async def _record_version(self, url: str, answer: Answer, outcome: Outcome, detail: str | None) -> None:
        facts = {**answer.facts, "detail": detail}
        await self._ledger.record(self._ledger.attempt(url, self._outlet.id, "version", outcome, **facts))


def _is_article(extracted: dict[str, Any]) -> bool:
    return bool(extracted["is_article"] and extracted["title"])


def _not_html(response: Response) -> str | None:
    """What the response is when it is no page; None when it may be one."""
    content_type = text(response, "Content-Type")
    return None if may_be_html(content_type) else f"it is {(content_type or '').partition(';')[0].strip().lower()}"
