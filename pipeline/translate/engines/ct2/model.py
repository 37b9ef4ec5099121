"""One CTranslate2 model folder: its kind, the pairs it serves, and the files that count.

A folder holds ``model.bin``, ``config.json`` and vocabularies as CTranslate2's converters write them, and the
SentencePiece models of the original. The other facts stand in a card beside them, ``depeche-model.toml``::

    kind = "opus-mt"             # or "m2m-100", "nllb"
    name = "opus-mt-fr-es"
    pairs = ["fr-es"]            # opus-mt: the directions
    languages = ["fr", "es"]     # m2m-100, nllb: all that depeche and the vocabulary know, where left out
    version = "2020-01-16"
    licence = "CC-BY-4.0"
    quality = 58.0               # chrF on news, where it is known
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

import languages
from pipeline.core import codec, limits
from pipeline.core.dataclass import dataclass
from pipeline.core.errors import PackageError, RecordError
from pipeline.core.files import durable
from pipeline.core.records import LanguageCode, LanguagePair

CARD = "depeche-model.toml"

ModelKind: TypeAlias = Literal["opus-mt", "m2m-100", "nllb"]
MODEL_KINDS: tuple[ModelKind, ...] = ("opus-mt", "m2m-100", "nllb")


_TOKENIZERS: dict[ModelKind, tuple[tuple[str, ...], ...]] = {
    "opus-mt": (("source.spm", "target.spm"),),
    "m2m-100": (("sentencepiece.bpe.model",), ("spm.128k.model",)),
    "nllb": (("sentencepiece.bpe.model",), ("flores200_sacrebleu_tokenizer_spm.model",)),
}
"""SentencePiece files by kind, under transformers' names or fairseq's."""

_VOCABULARIES = (("shared_vocabulary",), ("source_vocabulary", "target_vocabulary"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The facts that a model's card, or ``depeche.toml``, states."""

    kind: ModelKind
    name: str
    version: str = "unknown"
    licence: str = "unknown"
    pairs: tuple[str, ...] = ()
    """Directions, such as ``fr-es``. Only ``opus-mt`` models have them, and need them."""
    languages: tuple[str, ...] = ()
    """Languages of a multilingual model. Empty means all that the vocabulary has."""
    quality: float | None = None
    """The model's chrF on news, from 0 to 100, as its makers or its user state it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ct2Model:
    """A complete model folder, and the pairs that it serves."""

    folder: Path
    card: Card
    pairs: tuple[LanguagePair, ...]
    """The pairs that the model serves, sorted."""

    @property
    def tokenizer_files(self) -> tuple[Path, ...]:
        """The SentencePiece models: one for the source and one for the target, or one for both."""
        return _first_whole(self.folder, _TOKENIZERS[self.card.kind]) or ()

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file that translation reads, sorted."""
        others = [self.folder / name for name in ("model.bin", "config.json", "vmap.txt")]
        found = [path for path in others if path.is_file()]
        return tuple(sorted([*found, *_vocabulary_files(self.folder), *self.tokenizer_files]))

    @property
    def adds_end(self) -> bool:
        """Whether CTranslate2 itself ends the source with ``</s>``, as the conversion asked it to."""
        return bool(_config(self.folder).get("add_source_eos"))

    @property
    def end(self) -> str:
        """The token that ends a text."""
        return str(_config(self.folder).get("eos_token") or "</s>")

    @property
    def vocabulary(self) -> frozenset[str]:
        """Every token of both sides."""
        return _vocabulary(_vocabulary_files(self.folder))


def cards(folder: Path) -> tuple[Path, ...]:
    """Return the cards of the models whose folders lie in ``folder``, sorted. Raises ``OSError``."""
    return tuple(path / CARD for path in durable.visible_entries(folder) if (path / CARD).is_file())


def read_card(folder: Path) -> Card:
    """Read a folder's card. Raises ``PackageError``."""
    path = folder / CARD
    try:
        table = codec.toml(path)
        return codec.from_table(Card, {"name": folder.name, **table}, where=str(path))
    except OSError as error:
        raise PackageError(
            f"{path}: cannot be read ({error.strerror}); run: depeche languages install --from {folder}"
        ) from error
    except ValueError as error:
        raise PackageError(f"{path}: is not TOML: {error}") from error
    except RecordError as error:
        raise PackageError(error.message) from error


def render_card(card: Card) -> str:
    """Return a card as it stands in its file."""
    rows: dict[str, object] = {"kind": card.kind, "name": card.name}
    rows |= {"version": card.version, "licence": card.licence}
    rows |= {"pairs": list(card.pairs)} if card.pairs else {}
    rows |= {"languages": list(card.languages)} if card.languages else {}
    rows |= {"quality": card.quality} if card.quality is not None else {}
    # JSON's strings, lists and numbers are TOML's too.
    return "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in rows.items())


def open_folder(folder: Path, card: Card) -> Ct2Model:
    """Return the model in ``folder``, without loading it. Raises ``PackageError`` if it cannot be one."""
    if not re.fullmatch(r"[A-Za-z0-9][\w.-]{0,99}", card.name, re.ASCII):
        raise PackageError(f"{folder}: {card.name!r} is no name for a model: use letters, digits, . _ and -")
    if card.quality is not None and not 0 <= card.quality <= 100:
        raise PackageError(f"{folder}: quality is chrF, from 0 to 100, not {card.quality:g}")
    missing = _missing(folder, card.kind)
    if missing:
        raise PackageError(f"{folder}: is no {card.kind} model for CTranslate2: it has no {missing}")
    return Ct2Model(folder=folder, card=card, pairs=_pairs(folder, card))


def known_languages(kind: ModelKind, vocabulary: frozenset[str]) -> tuple[LanguageCode, ...]:
    """Return the languages that a multilingual model's vocabulary has a token for."""
    return tuple(code for code in languages.codes() if language_token(kind, code) in vocabulary)


def language_token(kind: ModelKind, code: LanguageCode) -> str | None:
    """Return the token that stands for a language in a multilingual model; None if there is none."""
    codes = languages.get(code).codes
    if kind == "nllb":
        return codes.nllb[0] if codes.nllb else None
    return f"__{codes.m2m100[0]}__" if codes.m2m100 else None


def _pairs(folder: Path, card: Card) -> tuple[LanguagePair, ...]:
    if card.kind == "opus-mt":
        if not card.pairs:
            raise PackageError(f"{folder}: an opus-mt model needs its direction: --pair fr-es")
        return tuple(sorted({_pair(text, folder) for text in card.pairs}))
    if card.pairs:
        raise PackageError(f"{folder}: a model of kind {card.kind} has languages, not pairs")
    codes = sorted({_known(code, folder) for code in card.languages})
    codes = codes or list(known_languages(card.kind, _vocabulary(_vocabulary_files(folder))))
    if len(codes) < 2:
        raise PackageError(f"{folder}: its vocabulary has no two languages of kind {card.kind}")
    return tuple((source, target) for source in codes for target in codes if source != target)


def _pair(text: str, folder: Path) -> LanguagePair:
    source, dash, target = text.partition("-")
    if not dash or source == target:
        raise PackageError(f"{folder}: {text!r} is no pair of languages such as fr-es")
    return _known(source, folder), _known(target, folder)


def _known(code: str, folder: Path) -> LanguageCode:
    try:
        return languages.get(code).code
    except languages.UnknownLanguageError as error:
        raise PackageError(f"{folder}: {error}") from error


def _missing(folder: Path, kind: ModelKind) -> str:
    """Say which file is missing; empty if none is."""
    if not (folder / "model.bin").is_file():
        return "model.bin; convert it first, with ct2-transformers-converter or ct2-opus-mt-converter"
    if not _vocabulary_files(folder):
        return "vocabulary; convert it again"
    if not _first_whole(folder, _TOKENIZERS[kind]):
        names = " or ".join(" and ".join(names) for names in _TOKENIZERS[kind])
        return f"{names}; copy it from the original model (the converters have --copy_files)"
    return ""


def _first_whole(folder: Path, choices: tuple[tuple[str, ...], ...]) -> tuple[Path, ...] | None:
    for names in choices:
        paths = tuple(folder / name for name in names)
        if all(path.is_file() for path in paths):
            return paths
    return None


def _vocabulary_files(folder: Path) -> tuple[Path, ...]:
    for ending in (".json", ".txt"):
        for names in _VOCABULARIES:
            paths = tuple(folder / f"{name}{ending}" for name in names)
            if all(path.is_file() for path in paths):
                return paths
    return ()


def _vocabulary(paths: tuple[Path, ...]) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    for path in paths:
        try:
            found |= _tokens(path, path.stat().st_mtime_ns)
        except (OSError, ValueError, TypeError) as error:
            raise PackageError(f"{path}: is no vocabulary ({error}); convert the model again") from error
    return found


@lru_cache(maxsize=16)
def _tokens(path: Path, _changed: int) -> frozenset[str]:
    """Return the tokens of a vocabulary. The cache's key has the file's time, so a new file is read again."""
    text = durable.read_regular(path, limit=limits.VOCABULARY).decode().replace("\r\n", "\n")
    return frozenset(json.loads(text) if path.suffix == ".json" else text.split("\n"))


def _config(folder: Path) -> dict[str, Any]:
    """Return CTranslate2's settings of a model; empty if an old converter wrote none."""
    try:
        table = json.loads(durable.read_regular(folder / "config.json", limit=limits.SETTINGS))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise PackageError(f"{folder / 'config.json'}: cannot be read ({error}); convert it again") from error
    return table if isinstance(table, dict) else {}
