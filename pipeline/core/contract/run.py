"""``run.json``: the settings, the software that took part, and the outcome of every document."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pipeline.core.contract.document import SCHEMA_VERSION, Software
from pipeline.core.contract.omission import WHEN_EMPTY
from pipeline.core.contract.variant import VariantKind
from pipeline.core.dataclass import dataclass
from pipeline.core.records import (
    CheckCount,
    EngineIdentity,
    FileDigest,
    LanguageCode,
    Length,
    LoadedModel,
    MissingLanguage,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentEntry:
    """One input of a run and what became of it."""

    origin: str
    outcome: Literal["done", "partial", "skipped", "failed"]
    """``partial``: it is written, now or earlier, but not in all languages."""
    id: str | None
    languages: tuple[LanguageCode, ...]
    segments: int
    translated: int
    """Number of segments that an engine translated in this run, over all languages; those from the memory are
    not counted."""
    untranslated: int
    """Number of segments that no engine could translate, over all languages. They stand in the source's
    words; the same command tries them again."""
    message: str
    """The reason why the document was skipped or failed, or what is amiss with it; empty where it was
    done."""
    files: tuple[FileDigest, ...]
    """Every file of the document's folder."""
    checks: tuple[CheckCount, ...] = ()
    """Verdicts over the translated segments of all the document's variants, sorted by name."""
    missing: tuple[MissingLanguage, ...] = ()
    """The languages that were asked for and are not written, each with what failed and what to do."""
    filed: Annotated[str | None, WHEN_EMPTY] = None
    """When the source's file was last changed, as it was when a run into this folder saw these bytes first;
    ISO 8601 in UTC. The field is not there where the source was no file of its own, or no run noted it."""
    replaced_by: Annotated[str | None, WHEN_EMPTY] = None
    """The document that a later run made of the same input, whose text had changed. Where there is none, the
    field is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryFile:
    """A file of terms and their translations."""

    path: str
    """The file's path as the user named it."""
    sha256: str
    terms: int


QuotationMarks: TypeAlias = Literal["rules", "keep", "target"]
"""Which translations get the quotation marks of their language: those by rules, none, or all."""
Tidy: TypeAlias = Literal["rules", "all", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSettings:
    """What the user asked for, as far as the results depend on it."""

    targets: tuple[LanguageCode, ...]
    source: str
    """The source language: ``auto`` or a code."""
    kinds: tuple[VariantKind, ...]
    engine: str
    """The engine's name, or ``auto``."""
    method: str
    length: Length
    glossaries: tuple[GlossaryFile, ...] = ()
    """The glossaries in order; later ones outrank earlier ones."""
    quotes: QuotationMarks = "keep"
    """Whether quotation marks stay as they come, or become those of the language written: in translations by
    rules, or in all (``target``)."""
    detector: str = "langdetect"
    """The detector's name, as given to ``--detector``."""
    query: str = ""
    """The subject that summaries are to be about; empty where nothing was asked."""
    strict: tuple[str, ...] = ()
    """Checks whose failure fails a translation, sorted; the document's other languages are written."""
    ocr: bool = False
    """Whether letters are recognised in pages that are pictures."""
    all_text: bool = False
    """Whether all the words of web pages are read, not those of the article alone."""
    keep_format: bool = False
    """Whether translations are written in the source's format too."""
    tidy: Tidy = "none"
    """Whose capitals and spaces were mended: those of translations by rules, of all, or of none."""
    locale_numbers: Tidy = "none"
    """Whose figures got the decimal and grouping signs of their language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeuralModels:
    """How neural models were to run, and how they did. Holds what may differ between machines."""

    profile: str
    """The profile: ``default``, ``fast`` or ``best``. The options that it stands for are in each engine's
    identity."""
    device: str
    """The device that was asked for: ``auto``, ``cpu`` or ``cuda``."""
    compute_type: str
    """The compute type that was asked for: ``default`` or one of CTranslate2's."""
    loaded: tuple[LoadedModel, ...]
    """Every model that this run loaded, with the device that it really ran on; none where nothing was new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many documents ended how."""

    done: int
    skipped: int
    failed: int
    partial: int = 0
    """Those that are written, now or earlier, but not in all languages; they are counted here alone."""

    @property
    def written(self) -> int:
        """How many documents have a folder."""
        return self.done + self.partial + self.skipped

    def words(self) -> str:
        """Return the counts in words, without ``partial`` where there is none."""
        partial = f"{self.partial} partial, " if self.partial else ""
        return f"{self.done} done, {partial}{self.skipped} skipped, {self.failed} failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """``run.json``: the run's settings, tools and outcomes, and a digest of every file below it."""

    schema: Literal["depeche/run"] = "depeche/run"
    schema_version: Literal[1] = SCHEMA_VERSION
    run_id: str
    state: Literal["running", "finished"]
    settings: RunSettings
    software: tuple[Software, ...]
    engines: tuple[EngineIdentity, ...]
    """All engines and packages that the written variants name."""
    neural: NeuralModels
    counts: Counts
    checks: tuple[CheckCount, ...] = ()
    """Verdicts over all documents in the folder, sorted by name."""
    documents: tuple[DocumentEntry, ...]
    started: str
    finished: str | None
    signed_by: str | None = None
    """The key that the finished run is signed with: the sha256 of the public key in DER; None where none."""
