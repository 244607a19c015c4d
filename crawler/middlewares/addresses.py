"""Only public addresses of the web are asked, whatever a feed, a redirect or DNS says.

In: requests, and host names to resolve. Out: the request goes on, or ``Refused``. Names are judged by the address they
resolve to at the moment of connecting, so a name cannot change its mind in between; addresses written as numbers never
reach the resolver and are judged in the middleware.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError
from scrapy.http import Response
from scrapy.resolver import HostResolution
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer

from corpus.records import Outcome
from crawler.config import CrawlConfig, split_port
from crawler.outcomes import Refused
from crawler.sites import host_of, is_web, literal_address, may_connect

# Host names whose every address was refused in this process, for the reason given with the outcome.
_refused_hosts: set[str] = set()


class AddressMiddleware:
    """Refuses requests whose scheme or literal address may not be asked."""

    def __init__(self, config: CrawlConfig) -> None:
        self._allow_loopback = config.allow_loopback

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings["ENCUADRE_CONFIG"])

    def process_request(self, request: Request) -> None:
        """Judge the address as it is written."""
        if not is_web(request.url):
            raise Refused(Outcome.REFUSED_ADDRESS, "not an http or https address")
        address = literal_address(host_of(request.url))
        if address is not None and not may_connect(address, allow_loopback=self._allow_loopback):
            raise Refused(Outcome.REFUSED_ADDRESS, "not a public address")

    def process_exception(self, request: Request, exception: Exception) -> Response | None:
        """A name that the resolver refused is a refusal, not a failure of the network."""
        if isinstance(exception, CannotResolveHostError) and host_of(request.url) in _refused_hosts:
            raise Refused(Outcome.REFUSED_ADDRESS, "the host name leads to no public address") from exception
        return None


@implementer(IHostnameResolver)
class StudyResolver:
    """Answers from the study's ``hosts`` first, then from DNS, and passes on only addresses that may be asked."""

    def __init__(self, reactor: Any, config: CrawlConfig) -> None:
        self._reactor = reactor
        self._dns: Any = reactor.nameResolver
        self._config = config

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:
        return cls(reactor, crawler.settings["ENCUADRE_CONFIG"])

    def install_on_reactor(self) -> None:
        """Become the reactor's only resolver of names."""
        self._reactor.installNameResolver(self)

    # Twisted's interfaces are zope's and mean nothing to a type checker, hence Any; the names are the interface's.
    def resolveHostName(  # noqa: N802
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Any = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> Any:
        """Resolve one name; the receiver gets no address that may not be asked."""
        host = hostName.rstrip(".").lower()
        fixed = self._config.hosts.get(host)
        if fixed is None:
            receiver = _PublicOnly(resolutionReceiver, host, self._config)
            return self._dns.resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)
        address, port = split_port(fixed)
        kind = IPv6Address if ":" in address else IPv4Address
        resolution = HostResolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)
        resolutionReceiver.addressResolved(kind("TCP", address, port or portNumber))
        resolutionReceiver.resolutionComplete()
        return resolution


@implementer(IResolutionReceiver)
class _PublicOnly:
    def __init__(self, receiver: Any, host: str, config: CrawlConfig) -> None:
        self._receiver = receiver
        self._host = host
        self._config = config
        self._passed = self._refused = False

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        host = address.host.partition("%")[0]
        if may_connect(ip_address(host), allow_loopback=self._config.allow_loopback):
            self._passed = True
            self._receiver.addressResolved(address)
        else:
            self._refused = True

    def resolutionComplete(self) -> None:  # noqa: N802
        if self._refused and not self._passed:
            _refused_hosts.add(self._host)
        self._receiver.resolutionComplete()
