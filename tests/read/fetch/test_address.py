"""Inputs that are addresses."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from pipeline.read.fetch.address import address_path, is_address, wants_feed, web_address


@pytest.mark.parametrize(
    ("name", "is_one", "feed", "asked"),
    [
        ("https://littoral.example/a", True, False, "https://littoral.example/a"),
        ("HTTP://littoral.example", True, False, "HTTP://littoral.example"),
        ("feed:https://littoral.example/rss", True, True, "https://littoral.example/rss"),
        ("feed:http://littoral.example/rss", True, True, "http://littoral.example/rss"),
        ("feed://littoral.example/rss", True, True, "https://littoral.example/rss"),
        ("FEED:littoral.example/rss", True, True, "https://littoral.example/rss"),
        ("./http://x", False, False, "./http://x"),
        ("news/https:", False, False, "news/https:"),
        ("ftp://littoral.example/a", False, False, "ftp://littoral.example/a"),
        ("httpd.txt", False, False, "httpd.txt"),
        ("feeds", False, False, "feeds"),
    ],
)
def test_an_address_is_told_from_a_file(name: str, is_one: bool, feed: bool, asked: str) -> None:
    """By what it begins with; a file so called is named with its folder."""
    assert (is_address(name), wants_feed(name), web_address(name)) == (is_one, feed, asked)


def test_the_path_of_an_address_has_its_ending() -> None:
    """A query has none."""
    assert address_path("https://x.example/a/b.html?c=d.pdf#e.txt") == PurePosixPath("/a/b.html")
    assert address_path("http://[") == PurePosixPath()
