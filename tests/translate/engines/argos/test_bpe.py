"""The tokenizer of Argos packages with byte-pair codes: with argostranslate, and without it."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import packages
from pipeline.core.errors import EngineError
from pipeline.translate.engines.argos.bpe import BytePairs, MosesBytePairs, bpe_tokenizer
from pipeline.translate.engines.argos.engine import argos_engine
from pipeline.translate.engines.argos.package import ArgosPackage
from tests.support.packing import TOP, repack

CODES = "#version: 0.2\nt h\nth e</w>\ni n\nin g</w>\ne r\ne n</w>\nl i\nh ô\nhô p\n' '</w>\n"


@pytest.fixture(scope="module")
def codes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a ``bpe.model``."""
    path = tmp_path_factory.mktemp("codes") / "bpe.model"
    path.write_text(CODES, encoding="utf-8")
    return path


@pytest.fixture
def package(tmp_path: Path) -> ArgosPackage:
    """Install a package with byte-pair codes; its words are nonsense, for its model was trained on others."""
    extra = {f"{TOP}/bpe.model": CODES.encode()}
    archive = repack(tmp_path / "old.argosmodel", drop="sentencepiece", extra=extra)
    return packages.install_file(archive, tmp_path / "packages")


def hide_argostranslate(patch: pytest.MonkeyPatch) -> None:
    """Have argostranslate not be installed."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "argostranslate"]:
        patch.delitem(sys.modules, name)
    patch.setitem(sys.modules, "argostranslate", None)


def translated(package: ArgosPackage, text: str) -> str:
    """Return what a new engine makes of a text."""
    assert package.pair is not None
    (answer,) = argos_engine(package.folder.parent).translate([text], *package.pair)
    return answer.text


_PIECES = st.text("abé☃", min_size=1, max_size=3)
_MERGES = st.lists(st.tuples(_PIECES, _PIECES, st.sampled_from(["", "</w>"])), max_size=20)


@settings(deadline=None)
@given(
    version=st.sampled_from(["", "#version: 0.1\n", "#version: 0.2\n"]),
    merges=_MERGES,
    words=st.lists(st.text("abé☃", max_size=12), max_size=8),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_words_are_cut_as_argostranslate_cuts_them(
    version: str, merges: list[tuple[str, str, str]], words: list[str], end: str
) -> None:
    """Whatever the codes and their version; an upgrade of argostranslate that changes that fails here."""
    from argostranslate.apply_bpe import BPE

    single = [("a", "b", ""), ("b", "a", "</w>"), ("é", "é", ""), ("☃", "</w>", "")]
    lines = [f"{first} {second}{word_end}" for first, second, word_end in [*merges, *single]]
    text = version + "".join(f"{line}\n" for line in lines)
    theirs = BPE(io.StringIO(text.replace("\n", end), newline=None))
    assert BytePairs(text).segment(words) == theirs.segment_tokens(words)


@settings(deadline=None)  # libraries are loaded by the first
@given(text=st.text("then linger hôpital's,;.\"«»()%&<>|[]—1 \t\u00a0中", max_size=60))
def test_texts_are_parted_and_joined_as_argostranslate_does_it(codes: Path, text: str) -> None:
    """Moses's normalisation, words and escapes too: the same tokens, and the same text of them."""
    theirs = bpe_tokenizer(codes, "fr", "en")
    assert type(theirs).__module__ == "argostranslate.tokenizer"  # which is used where it is installed
    ours = MosesBytePairs(BytePairs(CODES), "fr", "en")
    tokens = ours.encode(text)
    assert tokens == theirs.encode(text)
    assert ours.decode(tokens) == theirs.decode(tokens)


def test_a_package_translates_to_the_same_words_with_argostranslate_and_without(
    package: ArgosPackage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So packages with byte-pair codes need it no more than others; they are installed without it, too."""
    with_it = translated(package, "Then, the singer's hôpital.")
    hide_argostranslate(monkeypatch)
    assert isinstance(package.tokenizer(), MosesBytePairs)
    assert translated(package, "Then, the singer's hôpital.") == with_it
    assert packages.install_file(tmp_path / "old.argosmodel", tmp_path / "other").pair == package.pair


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("#version: 0.2\nthree words here\n", "two pieces a line, not 3: 'three words here'"),
        ("#version: 0.2\na b\n\n", "two pieces a line, not 1: ''"),
        ("#version: 7\na b\n", "of version '7'; known: 0.1 0.2"),
    ],
)
@pytest.mark.parametrize("installed", [True, False])
def test_codes_that_are_none_are_an_error_of_the_engine(
    package: ArgosPackage, content: str, reason: str, installed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a line, of this package alone; argostranslate by itself would end the process."""
    if not installed:
        hide_argostranslate(monkeypatch)
    (package.folder / "bpe.model").write_text(content)
    with pytest.raises(EngineError, match="cannot be loaded") as caught:
        translated(package, "Then.")
    assert reason in caught.value.message


def test_codes_larger_than_any_tokenizer_s_are_refused_by_their_size(package: ArgosPackage) -> None:
    """They would take many times as much memory."""
    with (package.folder / "bpe.model").open("r+b") as file:
        file.truncate(2**40)
    with pytest.raises(OSError, match="is larger than 4 MiB"):
        package.tokenizer()
