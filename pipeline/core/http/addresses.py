"""Which addresses may be reached: those of the public internet, unless private ones are allowed.

A name that an attacker owns can lead to this machine, to the network around it, or to the service that tells
a cloud's machines their passwords. So what counts is the address that a name leads to, never how it is
spelled: ``2130706433``, ``0x7f.1``, ``::ffff:127.0.0.1`` and a name of one's own are all ``127.0.0.1``.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TypeAlias

from pipeline.core.dataclass import dataclass

Address: TypeAlias = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressGuard:
    """What may be reached."""

    allow_private: bool = False
    """Whether this machine and the networks around it may be reached."""
    allow_plain: bool = False
    """Whether HTTP without TLS may go to any address that may be reached. It may always go to this machine,
    where private addresses are allowed."""
    remedy: str = "name a public host, or set allow_private = true"
    """What a user can do about a private address, in words."""


_METADATA = tuple(
    ip_address(address)
    for address in (
        "168.63.129.16",  # Azure; a public address
        "100.100.100.200",  # Alibaba
        "192.0.0.192",  # Oracle
        "fd00:ec2::254",  # Amazon
        "fd20:ce::254",  # Google
    )
)
"""Addresses at which clouds tell their machines passwords, beside the link-local ``169.254.169.254``."""
_RELAYS = ip_network("192.88.99.0/24")
"""Former relays of 6to4 (RFC 7526)."""
_PUBLIC6 = IPv6Network("2000::/3")
"""All global unicast addresses that were ever given out."""
_EMBEDDING = (
    (IPv6Network("64:ff9b::/96"), 0),  # NAT64 (RFC 6052)
    (IPv6Network("::/96"), 0),  # "IPv4-compatible" (RFC 4291)
    (IPv6Network("2002::/16"), 80),  # 6to4 (RFC 3056)
)
"""Networks of IPv6 whose addresses lead to one of IPv4, and how many bits stand behind that one."""
_LOCAL_NAT64 = IPv6Network("64:ff9b:1::/48")
"""NAT64 of a network of its own (RFC 8215): its addresses lead to any IPv4 address, at an unknown place."""
_DOCUMENTATION6 = (IPv6Network("2001:db8::/32"), IPv6Network("3fff::/20"))
_TEREDO = IPv6Network("2001::/32")


def parsed_address(text: str) -> Address:
    """Return the address that the system's resolver gave, a zone such as ``%eth0`` left out.

    Raises ``ValueError``.
    """
    return ip_address(text.partition("%")[0])


def is_this_machine(address: Address) -> bool:
    """Say whether an address is a loopback address, however it is wrapped."""
    return _unwrapped(address).is_loopback


def why_refused(address: Address, guard: AddressGuard) -> str:
    """Say in words why an address must not be reached; empty where it may be."""
    real = _unwrapped(address)
    if real in _METADATA or real.is_link_local:
        return "is a link-local address or a cloud's metadata service, which is never reached"
    if real.is_multicast or real.is_unspecified or real in _RELAYS or _leads_anywhere(real):
        return "is no address of one machine"
    if real.is_loopback or _is_private(real):
        return "" if guard.allow_private else "is an address of this machine or of a private network"
    return ""


def _unwrapped(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 address leads to, or the address itself."""
    if isinstance(address, IPv4Address) or address.is_loopback or address.is_unspecified:
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    for network, behind in _EMBEDDING:
        if address in network:
            return IPv4Address(int(address) >> behind & 0xFFFFFFFF)
    return address


def _leads_anywhere(address: Address) -> bool:
    return isinstance(address, IPv6Address) and (address in _TEREDO or address in _LOCAL_NAT64)


def _is_private(address: Address) -> bool:
    """Say whether an address is none of the public internet. Reserved ones count as private."""
    if isinstance(address, IPv4Address):
        return not address.is_global or address.is_reserved
    is_example = any(address in network for network in _DOCUMENTATION6)
    return not address.is_global or address not in _PUBLIC6 or is_example
