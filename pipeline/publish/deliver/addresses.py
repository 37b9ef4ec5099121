"""Addresses in what is delivered: where the pages of a run are served."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from pipeline.core.records import LanguageCode, Parcel
from pipeline.publish.deliver.problems import wrong_setting
from pipeline.write.paths import DIGEST_FOLDER


def checked_base(name: str, address: str | None, *, key: str = "base_url") -> str:
    """Return the address at which a folder is served, without a last slash; nothing where there is none.

    ``name`` is the delivery's, ``key`` the setting's. Raises ``UsageError``.
    """
    if not address:
        return ""
    check_web_address(name, key, address)
    return address.rstrip("/")


def check_web_address(name: str, key: str, address: str) -> None:
    """Raise ``UsageError`` where a setting is no address of the web, in plain ASCII."""
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or not _is_plain(address):
        raise wrong_setting(name, key, f"{address!r} is no address such as https://news.example.org/")


def check_unsubscribe(name: str, address: str) -> None:
    """Raise ``UsageError`` where nobody could unsubscribe at an address of the web or of mail."""
    if not address.startswith("mailto:"):
        check_web_address(name, "unsubscribe", address)
    elif not _is_plain(address) or "@" not in address.partition("?")[0]:
        raise wrong_setting(
            name, "unsubscribe", f"{address!r} is no address such as mailto:leave@example.org"
        )


def page_address(base: str, parcel: Parcel, language: LanguageCode, anchor: str = "") -> str:
    """Return the address of a digest's page, or of a place on it; empty where ``base`` is."""
    if not base:
        return ""
    page = f"{run_root(base, parcel)}{DIGEST_FOLDER}/{quote(language)}.html"
    return f"{page}#{anchor}" if anchor else page


def run_root(base: str, parcel: Parcel) -> str:
    """Return the address of a run's folder, with a last slash; empty where ``base`` is."""
    return f"{base}/{quote(parcel.run.name)}/" if base else ""


def _is_plain(address: str) -> bool:
    return address.isascii() and address.isprintable() and not set(address) & set(' "<>\\^`{|}')
