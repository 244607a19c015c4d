"""Redirects: few, within the web, and for articles within the outlet.

In: a response that points elsewhere. Out: the next request, which meets robots.txt, the address rules and the pace of
its own host as any other; or ``Refused``.
"""

from __future__ import annotations

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from corpus.records import Outcome
from crawler.outcomes import Refused
from crawler.sites import host_of, same_site

_REDIRECTS = {301, 302, 303, 307, 308}


class PoliteRedirectMiddleware(RedirectMiddleware):
    """Scrapy's redirects, with every refusal named and each host at its own pace."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """The next request of the chain, or the response when it does not redirect."""
        try:
            answer = super().process_response(request, response)
        except IgnoreRequest as error:
            times = request.meta.get("redirect_times", 0)
            raise Refused(Outcome.ERROR, f"still redirected after {times} redirects") from error
        except ValueError as error:
            raise Refused(Outcome.ERROR, f"redirected to an address that cannot be read: {error}") from error
        if isinstance(answer, Response):
            if answer.status in _REDIRECTS and "Location" in answer.headers:
                raise Refused(Outcome.REFUSED_ADDRESS, "redirected to an address that is not http or https")
            return answer
        site = request.meta.get("stay_on")
        if site and not same_site(answer.url, site):
            raise Refused(Outcome.ERROR, f"redirected off the outlet, to {host_of(answer.url)}")
        # Scrapy would keep the first host's queue, and so open a second connection to the next host.
        answer.meta.pop("download_slot", None)
        return answer
