"""The records that readers of the output folder meet."""

from __future__ import annotations

from pipeline.core.contract import DocumentRecord, RunRecord, VariantRecord

PUBLISHED = ("document", "variant", "run", "digest")
"""Their names, which are those of their files and schemas."""


def published(name: str) -> type[object]:
    """Return the type of a record by its name in ``PUBLISHED``. Raises ``KeyError`` where it has none."""
    if name == "digest":  # few commands have to do with one
        from pipeline.core.contract.digest import DigestRecord

        return DigestRecord
    known: dict[str, type[object]] = {"document": DocumentRecord, "variant": VariantRecord, "run": RunRecord}
    return known[name]
