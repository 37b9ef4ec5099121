"""A look at pairs of signs spares the patterns of encodings, and passes over no text that they find."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.encodings import twice

SEVERAL = "é日н€م한😀\u00a0»’ – x"
TEXTS = st.lists(st.text(SEVERAL, max_size=6) | st.text(max_size=4), max_size=4)


def read_as(text: str, codec: str) -> str:
    """Return UTF-8 that was taken for an encoding of one byte; what that leaves open is a control."""
    signs = {byte: sign for sign, byte in twice._codes(codec).items()}
    return "".join(signs.get(byte, chr(byte)) for byte in text.encode("utf-8", "ignore"))


@pytest.mark.parametrize("codec", twice._READ_AS)
@given(TEXTS)
def test_a_text_with_a_sequence_has_a_pair_that_begins_one(codec: str, texts: list[str]) -> None:
    """Whichever encoding it was taken for, alone or between others."""
    for text in (read_as("".join(texts), codec), "".join(read_as(each, codec) + each for each in texts)):
        pairs = set(twice._PAIRS.findall(text))
        if twice._sequences(codec).search(text):
            assert twice._begins(codec, pairs)


@pytest.mark.parametrize("text", ["L’été à Noël, « déjà vu » — 5 €.", "Привет, мир", "Ἀθῆναι", "plain"])
def test_usual_texts_need_no_pattern(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Accents by themselves, quotation marks, and words of other alphabets in their own encoding."""
    monkeypatch.setattr(twice, "_READ_AS", ("cp1252",))
    monkeypatch.setattr(twice, "_sequences", pytest.fail)
    assert twice.decoded_once(text) is None
