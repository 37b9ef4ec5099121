"""The language of each block of a document: the paragraph's own, where it clearly has one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TypeGuard

import languages
from pipeline.core.ports import Detector
from pipeline.core.records import Block, Detected, Detection, Document, LanguageCode, Undetermined
from pipeline.detect import scripts
from pipeline.detect.letters import count_letters
from pipeline.detect.vocabulary import kinship

_NOT_READ = frozenset({"code", "credit"})
_AKIN = 0.14
"""Kinship from which languages are taken for each other in single sentences; other languages only over
foreign names."""
_SWITCH_CONFIDENCE = 0.93
"""Confidence that a block in another language than its document needs. If it is wrong, the cause is a long
foreign name."""
_SWITCH_CONFIDENCE_AKIN = 0.999
_SWITCH_LETTERS = 40
"""Letters that a block in another language than its document needs. Set, like the confidence, so that less
than one in 1,000 sentences switches falsely."""
_SWITCH_LETTERS_AKIN = 60
_SWITCH_LETTERS_SCRIPT = 15
"""Letters that such a block needs where the two languages do not even share a script."""
_SWITCH_LETTERS_HEADING = 120
"""Letters that a title or heading in another language needs: it is full of names, whatever its language."""

_DECLARED_CONFIDENCE = 0.9
"""How often a source that declares its language is right. It is assumed, not measured: so an answer of the
detector with as much confidence stands."""
_DECLARED_LETTERS = 60
"""Texts of more letters that the detector cannot tell are in a language that has no file."""


def detect_document(document: Document, detector: Detector) -> tuple[Detection, tuple[Detection, ...]]:
    """Return the language of ``document`` and that of each of its blocks, in order.

    The document's language is that of most of its letters, code and credits aside. A block gets a language of
    its own where it declares it, or is long enough and clearly in it. Other blocks take the language of the
    blocks around them where these agree, else the document's. All are ``Undetermined`` where the document is.
    """
    texts = [document.text[block.start : block.end] for block in document.blocks]
    read = [
        "" if block.kind in _NOT_READ else text for block, text in zip(document.blocks, texts, strict=True)
    ]
    letters = [count_letters(text).total() for text in read]
    found = [detector.detect(text) for text in read]
    tags = _declared(document, found)
    found = [_weighed(own, tag, text) for own, tag, text in zip(found, tags, read, strict=True)]
    main = _main(detector.detect("\n".join(read)), found, letters)
    main = _weighed(main, document.metadata.language or "", "\n".join(read))
    if isinstance(main, Undetermined):
        return main, (main,) * len(found)
    settled = [
        own if _is_declared(own, tag) else _settle(block, text, own, main, detector)
        for block, text, own, tag in zip(document.blocks, read, found, tags, strict=True)
    ]
    settled = _recognise(settled, found)
    around = [
        None if _is_declared(own, tag) and own.language != main.language else own
        for own, tag in zip(settled, tags, strict=True)
    ]
    return main, tuple(own or _inherit(around, index, main) for index, own in enumerate(settled))


def _main(whole: Detection, found: Sequence[Detection], letters: Sequence[int]) -> Detection:
    tally: Counter[LanguageCode] = Counter()
    surest: dict[LanguageCode, Detected] = {}
    for own, number in zip(found, letters, strict=True):
        if isinstance(own, Detected):
            tally[own.language] += number
            surest[own.language] = max(surest.get(own.language, own), own, key=lambda each: each.confidence)
    if isinstance(whole, Undetermined) and tally.total() <= sum(letters) / 2:
        return whole
    most = max(tally, key=lambda code: (tally[code], code), default=whole.language)
    return surest[most] if tally[most] > tally[whole.language] else whole


def _weighed(main: Detection, declared: str, text: str) -> Detection:
    """Return the language of a document, given the one that its source declares (a BCP-47 tag).

    The declaration decides close calls and texts that are too short to tell, and nothing else: templates
    declare what their makers speak. It never decides against the writing system.
    """
    code = _known(declared)
    if code is None or (isinstance(main, Detected) and main.confidence >= _DECLARED_CONFIDENCE):
        return main
    script, letters = scripts.writing_system(text)
    if script not in languages.get(code).scripts or main.language == code:
        return main
    if isinstance(main, Undetermined) and letters > _DECLARED_LETTERS:
        return main  # it is in a language that nobody here knows
    return Detected(
        language=code, confidence=_DECLARED_CONFIDENCE, detector=f"{main.detector}; declared by the source"
    )


def _declared(document: Document, found: Sequence[Detection]) -> list[str]:
    """Return the tag of the language that each block declares for itself; empty where it declares none.

    A declaration that is plainly wrong of one block counts for none: a template made it.
    """
    said = {each.start: each.language for each in document.spoken}
    tags = [said.get(block.start, "") for block in document.blocks]
    sure = [isinstance(own, Detected) and own.confidence >= _DECLARED_CONFIDENCE for own in found]
    wrong = {
        tag
        for own, tag, is_sure in zip(found, tags, sure, strict=True)
        if is_sure and own.language != _known(tag)
    }
    return ["" if tag in wrong else tag for tag in tags]


def _is_declared(own: Detection | None, tag: str) -> TypeGuard[Detected]:
    """Say whether a block's own answer is the language that the block declares.

    Such a block needs no length: somebody said of it, and not of the whole, that it is in that language. So
    it says nothing of its neighbours.
    """
    return isinstance(own, Detected) and own.language == _known(tag)


def _known(tag: str) -> LanguageCode | None:
    """Return our code for a tag; None where there is no such language here."""
    bare = tag.replace("_", "-").lower()
    return next((code for code in (bare, bare.partition("-")[0]) if code in languages.codes()), None)


def _settle(block: Block, text: str, own: Detection, main: Detected, detector: Detector) -> Detected | None:
    """Return a block's own answer where it can stand, None where its neighbours decide."""
    if not isinstance(own, Detected):
        return None
    if own.language == main.language:
        return own
    letters = count_letters(text).total()
    if letters < _switch_letters(block, own.language, main.language):
        return None
    akin = kinship(own.language, main.language) >= _AKIN
    if own.confidence < (_SWITCH_CONFIDENCE_AKIN if akin else _SWITCH_CONFIDENCE):
        return None
    # If a sentence names a foreign film, one half of it is still in its own language; of a quotation none is.
    return None if any(detector.detect(half).language == main.language for half in _halves(text)) else own


def _recognise(settled: Sequence[Detected | None], found: Sequence[Detection]) -> list[Detected | None]:
    """Let short blocks keep their own answer where other blocks are known to be in that language.

    A heading of three words cannot bring a language into a document, but it can be in one that is there.
    """
    spoken = {each.language for each in settled if each is not None}
    return [
        own
        if own is not None or not isinstance(answer, Detected) or answer.language not in spoken
        else answer
        for own, answer in zip(settled, found, strict=True)
    ]


def _switch_letters(block: Block, own: LanguageCode, main: LanguageCode) -> int:
    if block.kind in ("title", "heading"):
        return _SWITCH_LETTERS_HEADING
    if set(languages.get(own).scripts).isdisjoint(languages.get(main).scripts):
        return _SWITCH_LETTERS_SCRIPT
    return _SWITCH_LETTERS_AKIN if kinship(own, main) >= _AKIN else _SWITCH_LETTERS


def _halves(text: str) -> tuple[str, str]:
    middle = text.find(" ", len(text) // 2)
    middle = middle if middle >= 0 else len(text) // 2
    return text[:middle], text[middle:]


def _inherit(settled: Sequence[Detected | None], index: int, main: Detected) -> Detected:
    before = next((each for each in reversed(settled[:index]) if each is not None), main)
    after = next((each for each in settled[index + 1 :] if each is not None), main)
    return before if before.language == after.language else main
