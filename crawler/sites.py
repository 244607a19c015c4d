"""Which addresses belong to an outlet, and which addresses of the Internet may be asked at all.

In: URLs, host names, IP addresses. Out: yes or no. Pure functions; the public suffix list is the one inside tldextract,
so nothing is downloaded.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from tldextract import TLDExtract

# Private suffixes count, so that one blog on a shared platform is not its neighbour.
_suffixes = TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)

# IPv6 addresses that carry an IPv4 address in their last 32 bits (RFC 6052).
_NAT64 = IPv6Network("64:ff9b::/96")


def host_of(url: str) -> str:
    """The lower-case host of ``url``, or an empty string."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".").lower()
    except ValueError:
        return ""


def site_of(url: str) -> str:
    """The registrable domain of ``url`` (``www.eldia.com.ar`` -> ``eldia.com.ar``), or its host where there is none."""
    host = host_of(url)
    if literal_address(host) is not None:
        return host
    parts = _suffixes(host)
    if parts.suffix and parts.domain:
        return f"{parts.domain}.{parts.suffix}"
    # A suffix the list does not know, such as a test name: the last two labels.
    return ".".join(host.split(".")[-2:])


def same_site(url: str, other: str) -> bool:
    """True when both addresses stand under one registrable domain."""
    site = site_of(url)
    return bool(site) and site == site_of(other)


def is_web(url: str) -> bool:
    """True for http and https addresses with a host and no user name in them."""
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None
    except ValueError:
        return False


def literal_address(host: str) -> IPv4Address | IPv6Address | None:
    """The IP address that ``host`` spells out, if it does."""
    try:
        return ip_address(host.strip("[]"))
    except ValueError:
        return None


def may_connect(address: IPv4Address | IPv6Address, *, allow_loopback: bool) -> bool:
    """True for public unicast addresses, and for loopback where allowed. What an IPv6 address wraps counts."""
    inner = _unwrapped(address)
    if inner.is_loopback:
        return allow_loopback
    return inner.is_global and not inner.is_multicast and not inner.is_reserved


def _unwrapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address
