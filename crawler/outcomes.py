"""What came of one attempt: every way a fetch can end, mapped to exactly one ``Outcome`` with its reason.

In: a response, or the exception that stood in its place. Out: the outcome and a plain reason. All policy on outcomes is
in this file.
"""

from __future__ import annotations

import zlib
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from gzip import BadGzipFile

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.http import Response
from twisted.internet.error import ConnectionDone, ConnectionLost

from corpus.records import Outcome

_DETAIL_CHARS = 300
_NOT_FOUND = {404, 410}
_BLOCKED = {401, 403, 407, 429, 451}
# An interstitial is a small page; a long one that carries such a script is an article behind the same provider.
_CHALLENGE_BYTES = 60_000
# What providers of bot walls write into a challenge and never into the page behind it. Their names alone will not do:
# Cloudflare, Imperva and others put scripts of theirs into ordinary articles too.
_CHALLENGE_MARKS = (
    b"/orchestrate/chl_",  # Cloudflare
    b"_cf_chl_opt",
    b"request unsuccessful. incapsula incident",  # Imperva
    b"captcha-delivery.com",  # DataDome
    b"px-captcha",  # HUMAN
    b"sucuri_cloudproxy_js",
    b"window.gokuprops",  # AWS WAF
    b"ddos-guard/js-challenge",
)


class Refused(IgnoreRequest):
    """We decided not to ask, or not to go on: raised by our middlewares, carries its outcome."""

    def __init__(self, outcome: Outcome, detail: str) -> None:
        super().__init__(detail)
        self.outcome = outcome
        self.detail = detail


class HostLeft(Refused):
    """The host is left alone for the rest of this run; nothing was asked, so this is no attempt."""

    def __init__(self, detail: str) -> None:
        super().__init__(Outcome.ROBOTS_NOT_NOW, detail)


def from_exception(error: Exception) -> tuple[Outcome, str]:
    """The outcome of an attempt that brought no response."""
    if isinstance(error, Refused):
        return error.outcome, error.detail
    text = (str(error) or type(error).__name__)[:_DETAIL_CHARS]
    if isinstance(error, DownloadTimeoutError | TimeoutError):
        return Outcome.TIMEOUT, "the answer took too long"
    if isinstance(error, DownloadCancelledError):
        return Outcome.TOO_LARGE, "larger than the limit"
    if isinstance(error, IgnoreRequest) and "DOWNLOAD_MAXSIZE" in text:
        return Outcome.TOO_LARGE, "larger than the limit when decompressed"
    if isinstance(error, UnsupportedURLSchemeError):
        return Outcome.REFUSED_ADDRESS, "not an http or https address"
    if isinstance(error, BadGzipFile | EOFError | zlib.error):
        return Outcome.ERROR, "its compressed body cannot be read"
    if isinstance(error, CannotResolveHostError):
        return Outcome.UNREACHABLE, "the host name is not known"
    if isinstance(error, ResponseDataLossError):
        return Outcome.UNREACHABLE, "the connection ended before the answer did"
    if isinstance(error, DownloadConnectionRefusedError | DownloadFailedError | OSError):
        return Outcome.UNREACHABLE, _network_reason(error)
    return Outcome.ERROR, f"{type(error).__name__}: {text}"


def _network_reason(error: Exception) -> str:
    """What the network said, without the wrappings of the libraries in between."""
    inner: BaseException = error
    while inner.__cause__ is not None:
        inner = inner.__cause__
    reasons = getattr(inner, "reasons", None)
    if reasons:
        inner = reasons[0].value
    if type(inner).__module__.startswith("OpenSSL"):
        said = "; ".join(str(part[-1]) for part in inner.args[0]) if inner.args else ""
        return f"no secure connection: {said or 'TLS failed'}"[:_DETAIL_CHARS]
    if isinstance(inner, ConnectionDone | ConnectionLost):
        return "the connection was closed without an answer"
    return (str(inner) or type(inner).__name__)[:_DETAIL_CHARS]


def from_response(response: Response) -> tuple[Outcome, str] | None:
    """The outcome of a response that cannot be read further; None when its body is worth reading."""
    status = response.status
    if is_challenge(response):
        return Outcome.BLOCKED, f"{status}, a challenge page instead of the article"
    if status == 304:
        return Outcome.UNCHANGED, "304"
    if status in _NOT_FOUND:
        return Outcome.NOT_FOUND, str(status)
    if status in _BLOCKED:
        wait = retry_after(response, datetime.now(UTC))
        return Outcome.BLOCKED, str(status) if wait is None else f"{status}, Retry-After {wait:.0f} s"
    if status >= 500:
        return Outcome.SERVER_ERROR, str(status)
    if status != 200:
        return Outcome.ERROR, f"status {status}"
    return None


def is_challenge(response: Response) -> bool:
    """True for a bot wall's page in the article's place."""
    if response.headers.get("cf-mitigated") == b"challenge":
        return True
    if len(response.body) > _CHALLENGE_BYTES:
        return False
    body = response.body.lower()
    return any(mark in body for mark in _CHALLENGE_MARKS)


def retry_after(response: Response, now: datetime) -> float | None:
    """Seconds that the response asks us to wait, from either form of Retry-After; None when it does not say."""
    text = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if text.isdecimal():
        return float(text)
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - now).total_seconds())
