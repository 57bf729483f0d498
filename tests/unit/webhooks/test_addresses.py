"""Webhooks go to public addresses alone, whatever a name is said to mean, now or when it is connected to."""

import ipaddress
import socket
from typing import Any

import pytest

from app.errors import InputError
from app.webhooks import addresses
from app.webhooks.addresses import CheckedBackend, PrivateAddress, check_reachable, checked_url, is_public

INSIDE = (
    "127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 240.0.0.1 ::1 :: "
    "fe80::1 fc00::1 fec0::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: 2001:db8::1"
).split()
OUTSIDE = "8.8.8.8 114.114.114.114 2400:3200::1 ::ffff:8.8.8.8 64:ff9b::808:808".split()


@pytest.mark.parametrize("address", INSIDE)
def test_what_is_inside(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", OUTSIDE)
def test_what_is_outside(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/x",
        "ftp://example.com/",
        "https://",
        "https://user:word@example.com/",
        "https://example.com/#part",
        "https://example.com:0/",
        "https://example.com:99999/",
        "https://exa mple.com/",
        "https://例子.cn/\n",
        "/v1/changes",
        "https://example.com/" + "a" * 2000,
    ],
)
def test_addresses_of_another_form_are_refused(url: str) -> None:
    with pytest.raises(InputError):
        checked_url(url, private=False)


def test_http_is_for_private_addresses() -> None:
    assert checked_url("http://127.0.0.1:8080/hook", private=True)


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost", "2130706433", "0x7f000001", "127.1"])
async def test_a_host_of_this_machine_is_refused_however_it_is_written(host: str) -> None:
    with pytest.raises(InputError):
        await check_reachable(f"https://{host}/", private=False)


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> None:
    """Let names mean these addresses, the first time, the second time and so on."""
    left = list(answers)

    def found(*asked: Any, **more: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in left.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", found)


async def test_one_private_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, ["8.8.8.8", "127.0.0.1"])
    with pytest.raises(PrivateAddress):
        await check_reachable("https://example.com/", private=False)


async def test_a_name_that_means_another_address_by_then_is_connected_to_by_neither(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is public when it is subscribed to, and private when it is delivered to."""
    resolving(monkeypatch, ["8.8.8.8"], ["127.0.0.1"])
    await check_reachable("https://example.com/", private=False)
    with pytest.raises(PrivateAddress):
        await CheckedBackend(private=False).connect_tcp("example.com", 443)


async def test_what_was_checked_is_what_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[str] = []

    class Inner:
        async def connect_tcp(self, host: str, *more: Any) -> Any:
            connected.append(host)

    resolving(monkeypatch, ["8.8.8.8"], ["127.0.0.1"])
    backend = CheckedBackend(private=False)
    monkeypatch.setattr(backend, "_inner", Inner())
    await backend.connect_tcp("example.com", 443)
    assert connected == ["8.8.8.8"]
    assert addresses.LONGEST_URL == 2000
