"""What is said to the user about translations that were written in the format of their source."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.core.contract import KeptFormat, VariantRecord

_LONGEST = 160
"""Characters of the notes that are said; of longer ones their number is."""


def kept_remarks(variants: Sequence[VariantRecord]) -> tuple[str, ...]:
    """Return what is to be said of the kept files of a document.

    What is the same in all languages is said once.
    """
    found = {
        variant.language: remark
        for variant in variants
        if variant.kept is not None and (remark := _remark(variant.kept))
    }
    if len(set(found.values())) <= 1:
        return tuple(found.values())[:1]
    return tuple(f"{language}: {remark}" for language, remark in found.items())


def _remark(kept: KeptFormat) -> str:
    if kept.file is None:
        return f"could not be written in its own format: {_notes(kept.notes)}"
    said = []
    if count := len(kept.left):
        passages = "1 passage is kept as it was" if count == 1 else f"{count} passages are kept as they were"
        said.append(f"{passages} in {kept.file}; see kept.left in variant.json")
    if kept.notes:
        said.append(_notes(kept.notes) if said else f"{kept.file}: {_notes(kept.notes)}")
    return "; ".join(said)


def _notes(notes: Sequence[str]) -> str:
    whole = "; ".join(notes)
    if len(whole) <= _LONGEST:
        return whole
    count = "a note" if len(notes) == 1 else f"{len(notes)} notes"
    return f"{count} in kept.notes in variant.json"
