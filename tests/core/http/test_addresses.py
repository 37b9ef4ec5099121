"""What may be reached is decided by the address that a name leads to, however it is spelled."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from pipeline.core.http.addresses import AddressGuard, is_this_machine, parsed_address, why_refused

PUBLIC = (
    "93.184.216.34",
    "1.1.1.1",
    "2606:4700:4700::1111",
    "::ffff:93.184.216.34",
    "64:ff9b::5db8:d822",
    "2002:5db8:d822::1",
)
PRIVATE = (
    "127.0.0.1",
    "127.255.3.4",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "198.18.0.1",
    "192.0.2.1",
    "240.0.0.1",
    "255.255.255.255",
    "0.1.2.3",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::10.0.0.1",
    "2002:7f00:1::",
    "2002:c0a8:101::1",
    "fc00::1",
    "fd12:3456::1",
    "fec0::1",
    "2001:db8::1",
    "3fff::1",
    "3fff:fff::1",
    "100::1",
    "5f00::1",
)
NEVER = (
    "0.0.0.0",  # noqa: S104 - refused
    "::",
    "224.0.0.1",
    "ff02::1",
    "169.254.169.254",
    "169.254.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "2002:a9fe:a9fe::",
    "fe80::1",
    "168.63.129.16",
    "100.100.100.200",
    "192.0.0.192",
    "fd00:ec2::254",
    "192.88.99.1",
    "2001:0:7f00:1::1",
    "64:ff9b:1::7f00:1",
)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_may_be_reached(address: str) -> None:
    """Those too that are another way to write one of IPv4."""
    assert why_refused(ip_address(address), AddressGuard()) == ""


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_need_leave(address: str) -> None:
    """Whatever they are wrapped in; with leave they may be reached."""
    assert "private network" in why_refused(ip_address(address), AddressGuard())
    assert why_refused(ip_address(address), AddressGuard(allow_private=True)) == ""


@pytest.mark.parametrize("address", NEVER)
@pytest.mark.parametrize("leave", [False, True])
def test_some_addresses_are_never_reached(address: str, leave: bool) -> None:
    """A cloud's metadata service and what is no address of one machine, with leave or without."""
    assert why_refused(ip_address(address), AddressGuard(allow_private=leave)) != ""


def test_this_machine_is_known_in_every_wrapping() -> None:
    """And a zone in what the resolver says does not matter."""
    for address in ("127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1", "::127.0.0.1", "::1%lo"):
        assert is_this_machine(parsed_address(address)), address
    assert not is_this_machine(parsed_address("fe80::1%eth0"))
    assert not is_this_machine(parsed_address("10.0.0.1"))
