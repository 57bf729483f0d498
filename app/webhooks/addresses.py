"""Which addresses a webhook may be sent to: public ones, judged by what is connected to and not by a name alone."""

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

import httpcore

from app.errors import InputError

LONGEST_URL = 2000
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class PrivateAddress(InputError):
    """A webhook leads to an address that is not public."""

    type = "private-address"


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet; of an IPv6 one that holds an IPv4 one, that counts too."""
    if isinstance(address, ipaddress.IPv6Address):
        held = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in _NAT64:
            held.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if any(one is not None and not is_public(one) for one in held):
            return False
        if address.is_site_local:
            return False
        if address.ipv4_mapped or address in _NAT64:
            return True
    return address.is_global and not address.is_multicast and not address.is_reserved


async def addresses_of(host: str, port: int, private: bool) -> list[str]:
    """The addresses of a host, in the order in which they are to be tried.

    Raises:
        PrivateAddress: one of them is not public, and `private` ones are not allowed.
        OSError: the name has none.
    """
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    texts = list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))
    if not private and not all(is_public(ipaddress.ip_address(text.partition("%")[0])) for text in texts):
        raise PrivateAddress("the webhook leads to an address that is not public")
    return texts


def checked_url(url: str, private: bool) -> str:
    """The address of a webhook, checked in form: https with a host and nothing else before it; http where `private` is allowed.

    Raises:
        InputError: it is not of that form.
    """
    schemes = ("https", "http") if private else ("https",)
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode()
    except ValueError:
        raise InputError("that is no address of a webhook") from None
    plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= LONGEST_URL
    if not plain or parts.scheme not in schemes or not host or parts.username is not None or parts.fragment or port == 0:
        raise InputError("a webhook needs an address that begins with https:// and a host, without user, password or fragment")
    return url


async def check_reachable(url: str, private: bool) -> None:
    """Check that the host of a webhook has an address, and public ones alone unless `private` ones are allowed.

    Raises:
        InputError: it has none. PrivateAddress: one is not public.
    """
    parts = urlsplit(checked_url(url, private))
    try:
        await addresses_of(parts.hostname or "", parts.port or 443, private)
    except OSError:
        raise InputError("the host of the webhook has no address") from None


class CheckedBackend(httpcore.AsyncNetworkBackend):
    """Connects to addresses that were checked: a name is resolved once, judged, and connected to by what was judged."""

    def __init__(self, private: bool) -> None:
        self._private = private
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address of a host that answers. Raises PrivateAddress, or what the connection raises."""
        try:
            found = await addresses_of(host, port, self._private)
        except OSError as error:
            raise httpcore.ConnectError(f"no address: {error}") from error
        last: Exception | None = None
        for address in found:
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
        raise last or httpcore.ConnectError("no address")

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None
    ) -> httpcore.AsyncNetworkStream:
        """Refuse: a webhook leads to no socket of this machine."""
        raise PrivateAddress("the webhook leads to an address that is not public")

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)
