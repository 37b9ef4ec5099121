"""Patterns that are compiled late: they find what the same patterns find that are compiled at once."""

from __future__ import annotations

import importlib
import pkgutil
import re
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pipeline
from pipeline.core.text.far_patterns import NEAR, FarPattern, has_far_sign

SOURCE = "[\u3400-\u9fff]{1,2}(x)?|(?<=[\uac00-\ud7a3])b"
SIGNS = st.text(st.sampled_from("ab x\n.é’€漢字가나\u0e01\U0001f600"))


def patterns() -> dict[str, FarPattern]:
    """Return those of all modules."""
    names = (module.name for module in pkgutil.walk_packages(pipeline.__path__, "pipeline."))
    modules = [importlib.import_module(name) for name in names if not name.endswith("__main__")]
    return {
        f"{module.__name__}.{name}": value
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, FarPattern)
    }


def test_no_pattern_of_ours_matches_a_near_sign() -> None:
    """Each would find nothing in a text without a far sign, alone or between Latin letters."""
    found = patterns()
    assert len(found) > 10
    alone = "".join(map(chr, chain(*NEAR)))
    between = "a".join(alone)
    for name, pattern in found.items():
        assert (name, pattern.compiled.search(alone), pattern.compiled.search(between)) == (name, None, None)


@given(SIGNS)
def test_each_method_is_that_of_re(text: str) -> None:
    """Late or at once makes no difference to what is found."""
    late, pattern = FarPattern(SOURCE), re.compile(SOURCE)
    assert [found.span() for found in late.finditer(text)] == [
        found.span() for found in pattern.finditer(text)
    ]
    assert late.findall(text) == pattern.findall(text)
    assert late.sub("-", text) == pattern.sub("-", text)
    for name in ("search", "match", "fullmatch"):
        one, other = getattr(late, name)(text), getattr(pattern, name)(text)
        assert (one and one.span()) == (other and other.span())


@pytest.mark.parametrize(
    "text", ["plain", "Élysée – “l’été” …", "Афины και Ἀθῆναι", "दिल्ली", "القاهرة", "€ 5 → 6"]
)
def test_usual_texts_compile_nothing(text: str) -> None:
    """Neither letters of other near scripts nor punctuation and symbols make it compile."""
    pattern = FarPattern(SOURCE)
    assert pattern.search(text) is None
    assert "compiled" not in vars(pattern)
    assert not has_far_sign(text)
    assert has_far_sign(f"{text} 東京")
