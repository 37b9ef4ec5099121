"""TMX in and out: what other tools write is read, what could do harm is not, and nothing gets lost."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from pipeline.core.errors import MemoryFileError
from pipeline.core.records import EngineIdentity
from pipeline.translate.memory import tmx
from pipeline.translate.memory.database import StoreError
from pipeline.translate.memory.entries import STOOD_IN, Entry, maker
from pipeline.translate.memory.exchange import export_file, import_file
from pipeline.translate.memory.store import Store

HEAD = '<?xml version="1.0"?>\n<tmx version="1.4"><header srclang="fr-FR"/><body>'
TAIL = "</body></tmx>"


def unit(*variants: tuple[str, str], more: str = "") -> str:
    """Return a translation unit; texts are XML."""
    texts = "".join(f'<tuv xml:lang="{tag}"><seg>{text}</seg></tuv>' for tag, text in variants)
    return f"<tu {more}>{texts}</tu>"


def written(folder: Path, body: str, *, head: str = HEAD) -> Path:
    """Write a TMX file."""
    path = folder / "in.tmx"
    path.write_text(head + body + TAIL)
    return path


def entries(memory: Path) -> list[Entry]:
    """Return all that a memory holds."""
    store = Store(memory)
    found = list(store.entries())
    store.close()
    return found


def pairs(memory: Path) -> list[tuple[str, str, str, str]]:
    """Return languages and texts of what a memory holds, all of it by people."""
    found = entries(memory)
    assert {entry.origin for entry in found} <= {"human"}
    return [(entry.source, entry.target, entry.text, entry.answer) for entry in found]


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    """Return where a memory is to be."""
    return tmp_path / "m.sqlite"


MAKER = maker(
    EngineIdentity(
        engine="argos",
        engine_version="ctranslate2 4",
        package="fr_es",
        version="1.0",
        sha256="0" * 64,
        licence="unknown",
        method="neural",
    )
)

MIXED = [
    Entry(
        origin="machine",
        maker=MAKER,
        source="fr",
        target="es",
        text="« A < B & C »",
        answer='"¡A!" ]]>',
        score=-0.1234,
        run="0123456789abcdef",
        created="2025-01-31T12:00:00Z",
    ),
    Entry(
        origin="machine",
        maker=MAKER.replace("argos", "apertium"),
        source="fr",
        target="ca",
        context="00ff:3",
        text="un",
        answer="  two  spaces\r\n\tkept ",
        created="2025-01-31T12:00:01Z",
    ),
    Entry(
        origin="human",
        maker="",
        source="fr",
        target="es",
        text="un",
        answer="uno",
        created="2024-12-31T23:59:59Z",
    ),
]


def test_export_clear_import_gives_the_same_entries(memory: Path, tmp_path: Path) -> None:
    """Origin, engine, context, score, run and time included; and the export is the same again."""
    store = Store(memory, create=True)
    store.add(MIXED)
    before = list(store.entries())
    assert export_file(store, tmp_path / "one.tmx").entries == 3
    assert store.clear("machine") + store.clear("human") == 3
    done = import_file(tmp_path / "one.tmx", memory)
    assert (done.machine, done.human, done.unusable) == (2, 1, 0)
    assert list(store.entries()) == before
    export_file(store, tmp_path / "two.tmx")
    store.close()
    assert (tmp_path / "one.tmx").read_bytes() == (tmp_path / "two.tmx").read_bytes()
    assert sorted(path.name for path in tmp_path.glob("*.tmx*")) == ["one.tmx", "two.tmx"]


@pytest.mark.parametrize("context", ["", "00ff:3"])
def test_sentences_that_nobody_wrote_are_not_exported(memory: Path, tmp_path: Path, context: str) -> None:
    """Where other words stood in for names and dates, the pair is of another sentence; it stays here."""
    store = Store(memory, create=True)
    stood_in = replace(MIXED[0], text="Peter a dit oui.", context=f"{context}{STOOD_IN}")
    store.add([*MIXED, stood_in])
    done = export_file(store, tmp_path / "one.tmx")
    assert (done.entries, done.stood_in, done.left_out, done.damaged) == (3, 1, 0, 0)
    assert "Peter" not in (tmp_path / "one.tmx").read_text(encoding="utf-8")
    assert len(list(store.entries())) == 4
    store.close()


@settings(max_examples=25, deadline=None)
@given(texts=some.dictionaries(some.text(min_size=1), some.text(min_size=1), max_size=20))
def test_any_text_survives_the_way_or_is_left_out(
    tmp_path_factory: pytest.TempPathFactory, texts: dict[str, str]
) -> None:
    """XML has no form for some control characters; what has one comes back exact."""
    folder = tmp_path_factory.mktemp("any")
    store = Store(folder / "m.sqlite", create=True)
    store.add(replace(MIXED[0], text=text, answer=answer) for text, answer in texts.items())
    done = export_file(store, folder / "m.tmx")
    store.clear("machine")
    import_file(folder / "m.tmx", folder / "m.sqlite")
    found = {entry.text: entry.answer for entry in store.entries()}
    store.close()
    assert found.items() <= texts.items()
    odd = [text for text, answer in texts.items() if text not in found]
    assert (done.entries, done.left_out) == (len(found), len(odd))
    assert all(re.search("[^\\t\\n\\r\\x20-\ufffd\U00010000-\U0010ffff]", text + texts[text]) for text in odd)


def test_a_machine_s_translation_that_was_corrected_is_a_person_s(memory: Path, tmp_path: Path) -> None:
    """In another tool, between export and import."""
    store = Store(memory, create=True)
    store.add(MIXED[:1])
    export_file(store, tmp_path / "m.tmx")
    store.clear("machine")
    store.close()
    text = (tmp_path / "m.tmx").read_text()
    (tmp_path / "m.tmx").write_text(text.replace('"¡A!" ]]&gt;', "corregido"))
    done = import_file(tmp_path / "m.tmx", memory)
    assert (done.machine, done.human) == (0, 1)
    assert pairs(memory) == [("fr", "es", "« A < B & C »", "corregido")]


def test_regions_are_mapped_and_unknown_languages_counted(memory: Path, tmp_path: Path) -> None:
    """``fr-FR``, ``es_419``, ``cat`` and ``zh-TW`` are known, Klingon is not."""
    body = unit(("fr-FR", "un"), ("es_419", "uno"), ("cat", "u"), ("ZH-TW", "一"), ("tlh", "wa'"), ("", "?"))
    done = import_file(written(tmp_path, body), memory)
    assert pairs(memory) == [
        ("fr", "ca", "un", "u"),
        ("fr", "es", "un", "uno"),
        ("fr", "zh", "un", "一"),
    ]
    assert dict(done.unknown) == {"tlh": 1, "": 1}
    assert (done.human, done.unusable) == (3, 0)


def test_the_source_language_is_the_unit_s_own_or_any(memory: Path, tmp_path: Path) -> None:
    """``srclang`` of the unit before that of the header; ``*all*`` goes both ways."""
    body = unit(("fr", "un"), ("es", "uno"), more='srclang="es"') + unit(
        ("fr", "deux"), ("es", "dos"), more='srclang="*all*"'
    )
    import_file(written(tmp_path, body), memory)
    assert pairs(memory) == [
        ("es", "fr", "dos", "deux"),
        ("es", "fr", "uno", "un"),
        ("fr", "es", "deux", "dos"),
    ]


def test_inline_markup_is_reduced_to_text(memory: Path, tmp_path: Path) -> None:
    """Codes of other tools are dropped with what is in them, highlighted text stays; white space is one."""
    bold = '<bpt i="1">&lt;b&gt;<sub>x</sub></bpt>maire<ept i="1">&lt;/b&gt;</ept>'
    text = f"Le {bold}\n  a <hi>dit <ph/>oui</hi>."
    body = unit(("fr", text), ("es", "<it pos='begin'>[</it>El alcalde <ut>{}</ut>dijo sí."))
    import_file(written(tmp_path, body), memory)
    assert pairs(memory) == [("fr", "es", "Le maire a dit oui.", "El alcalde dijo sí.")]


def test_what_cannot_be_used_is_counted(memory: Path, tmp_path: Path) -> None:
    """One language, two regions of one language, empty text, no source, and texts longer than a sentence."""
    long = "x" * (tmx.MAX_SEGMENT + 1)
    units = [
        unit(("fr", "un")),
        unit(("fr-FR", "un"), ("fr-CA", "un")),
        unit(("fr", "un"), ("es", "  ")),
        unit(("es", "uno"), ("ca", "u")),
        unit(("fr", long), ("es", "largo")),
        unit(),
    ]
    done = import_file(written(tmp_path, "".join(units) + unit(("fr", "deux"), ("es", "dos"))), memory)
    assert (done.human, done.unusable, done.sourceless.total()) == (1, 5, 1)


def test_times_are_kept(memory: Path, tmp_path: Path) -> None:
    """TMX writes them without signs; what is no time is replaced by now."""
    body = unit(("fr", "un"), ("es", "uno"), more='creationdate="20200229T010203Z"') + unit(
        ("fr", "deux"), ("es", "dos"), more='creationdate="yesterday"'
    )
    import_file(written(tmp_path, body), memory)
    first, second = (entry.created for entry in reversed(entries(memory)))
    assert first == "2020-02-29T01:02:03Z"
    assert second > "2025"


def test_a_document_type_without_declarations_is_fine(memory: Path, tmp_path: Path) -> None:
    """Most tools write one; it is not fetched. So are encodings that expat knows."""
    head = HEAD.replace(
        "?>\n", ' encoding="UTF-16"?>\n<!DOCTYPE tmx SYSTEM "http://127.0.0.1:9/tmx14.dtd">\n'
    )
    path = tmp_path / "in.tmx"
    path.write_text(head + unit(("fr", "été"), ("es", "verano")) + TAIL, encoding="utf-16")
    import_file(path, memory)
    assert pairs(memory) == [("fr", "es", "été", "verano")]


BOMB = '<!DOCTYPE tmx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
GOOD = unit(("fr", "un"), ("es", "uno"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{BOMB}<tmx><body>{unit(('fr', '&b;'), ('es', '&b;'))}{TAIL}", "line 1: declares entities"),
        (f"{OUTSIDE}<tmx><body>{unit(('fr', '&a;'), ('es', 'x'))}{TAIL}", "line 1: declares entities"),
        (
            f'<!DOCTYPE tmx SYSTEM "x">{HEAD[22:]}{unit(("fr", "&nbsp;"), ("es", "x"))}{TAIL}',
            "entity &nbsp;",
        ),
        (f"{HEAD}{GOOD}<tu>", "line 2: is not XML: no element found"),
        (f"{HEAD}{GOOD}</tu>", "line 2: is not XML: mismatched tag"),
        (f"<html>{GOOD}</html>", "line 1: is not TMX: it begins with <html>"),
        ("", "line 1: is not XML: no element found"),
        ("\0\1", "is not XML"),
    ],
)
def test_what_is_not_tmx_or_not_safe_is_refused_whole(
    memory: Path, tmp_path: Path, text: str, message: str
) -> None:
    """One line says where; nothing of the file is taken over."""
    path = tmp_path / "in.tmx"
    path.write_text(text)
    with pytest.raises(MemoryFileError) as caught:
        import_file(path, memory)
    assert caught.value.message.startswith(f"{path}: line ")
    assert message in caught.value.message
    assert not memory.exists()


def test_missing_files_are_named(memory: Path, tmp_path: Path) -> None:
    """For reading and for writing."""
    with pytest.raises(MemoryFileError, match=r"none\.tmx: cannot be read: No such file"):
        import_file(tmp_path / "none.tmx", memory)
    store = Store(memory, create=True)
    with pytest.raises(MemoryFileError, match=r"m\.tmx: cannot be written: No such file"):
        export_file(store, tmp_path / "none" / "m.tmx")
    store.close()
    (tmp_path / "notes").write_text("x" * 100)
    with pytest.raises(StoreError, match="is no translation memory"):
        import_file(written(tmp_path, GOOD), tmp_path / "notes")


def test_a_large_file_is_read_in_little_memory(memory: Path, tmp_path: Path) -> None:
    """80 MB of units that hold nothing to keep, in a process that may have 40 MB more than it starts with."""
    body = unit(("fr", "x" * 60_000), ("fr-CA", "y" * 60_000))
    path = tmp_path / "large.tmx"
    with path.open("w") as out:
        out.write(HEAD)
        for _ in range(660):
            out.write(body)
        out.write(TAIL)
    script = (
        "import re, sys; from pathlib import Path\n"
        "from pipeline.translate.memory.exchange import import_file\n"
        "status = Path('/proc/self/status')\n"  # getrusage would begin with the peak of the parent
        "peak = lambda: int(re.search(r'VmHWM:\\s*(\\d+)', status.read_text())[1])\n"
        "before = peak(); import_file(Path(sys.argv[1]), Path(sys.argv[2])); print(peak() - before)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, path, memory], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < 40_000


INLINE = {
    # Elements of XLIFF, of HTML, and unknown ones keep their words.
    "Le <g id='1'>conseil</g> a voté.": "Le conseil a voté.",
    "Le <b>conseil</b> <i>a</i> <u>voté</u>.": "Le conseil a voté.",
    "Le <mrk mtype='term'>conseil</mrk> a voté.": "Le conseil a voté.",
    "Le <hi type='x'>con<g id='2'>seil</g></hi> a <zzz><yyy>voté</yyy></zzz>.": "Le conseil a voté.",
    "Le <x:span xmlns:x='urn:x'>conseil</x:span> a voté.": "Le conseil a voté.",
    # A placeholder with words is words, also beside code; one with code alone is none.
    "Le <ph x='1'>conseil</ph> a voté.": "Le conseil a voté.",
    "Le <ph x='1'>&lt;b&gt;conseil&lt;/b&gt;</ph> a voté.": "Le conseil a voté.",
    "Le <ph><g>conseil</g></ph> a voté.": "Le conseil a voté.",
    "Le <ph x='1'>{0}</ph><ph>&lt;img alt='x'/&gt;</ph><ph>&lt;i&gt;</ph>conseil.": "Le conseil.",
    "Le <ph>\\cf1 </ph><ph>1</ph>conseil.": "Le conseil.",
    'Le <ph>&lt;img alt="<sub>une photo</sub>"/&gt;</ph>conseil.': "Le conseil.",
    # A field for a value keeps its place; one that touches a word is a tag of some tools.
    "Le conseil de <ph x='1'>%s</ph> a vu <ph>{{n}}</ph> maires.": "Le conseil de %s a vu {{n}} maires.",
    "Le <ph>%1$s</ph>e conseil (<ph>${x}</ph>).": "Le %1$se conseil (${x}).",
    "Voir <ph x='1'>{0}</ph> maires, page <ph x='2'>{1}</ph>.": "Voir {0} maires, page {1}.",
    "<ph x='1'>{0}</ph> maires (<ph>{1}</ph>), l'<ph>{2}</ph>": "{0} maires ({1}), l'{2}",
    "<ph>{0}</ph>Le <ph>{1}</ph>« conseil »<ph>{2}</ph>.<ph>{3}</ph>": "Le « conseil ».",
    "Le <ph>{0}</ph><ph>{1}</ph>conseil <ph>&lt;img/&gt;</ph> a voté": "Le conseil a voté",
    # A text of its own belongs to no sentence, wherever it stands; a subscript does.
    "Le conseil<sub>une note <g>au</g> pied <ph>{0}</ph> ici</sub> a voté.": "Le conseil a voté.",
    "Du CO<sub>2</sub> et x<sub>max</sub>.": "Du CO2 et xmax.",
    # Elements for code hold none, whatever stands in them.
    "Le <bpt i='1'>&lt;b&gt;</bpt>conseil<ept i='1'>&lt;/b&gt;</ept>.": "Le conseil.",
    "Le <it pos='begin'>{\\b </it>conseil<ut>}</ut>.": "Le conseil.",
    "Le <bpt i='1'>[<g>gras</g>]</bpt>conseil.": "Le conseil.",
    # A break in any form parts two words.
    "Le<br/>conseil": "Le conseil",
    "Le<lb/>conseil<x id='1' ctype='lb'/>a voté": "Le conseil a voté",
    "Le<ph>&lt;br/&gt;</ph>conseil<ph type='lb'/>a<ph>\\n</ph>voté": "Le conseil a voté",
    "Le<ph><br/></ph>conseil<ut>\\line </ut>a<it type='x-newline'>x</it>voté": "Le conseil a voté",
    "<p>Le</p><p>conseil</p><ph>&#10;</ph>a voté": "Le conseil a voté",
    # Other empty elements stand for nothing.
    "con<x id='1'/>seil": "conseil",
}
"""Segments, and their words."""


@pytest.mark.parametrize("placeholder", ["<ph/>", "<ph x='1'> </ph>", "<ph>1</ph>"])
def test_a_unit_whose_value_is_not_told_is_left_out_and_counted(
    memory: Path, tmp_path: Path, placeholder: str
) -> None:
    """A placeholder that stands as a word does, but says nothing; beside Chinese signs nobody can tell."""
    known = unit(("fr", "Le conseil a voté."), ("es", "El consejo votó."))
    empty = unit(("fr", f"Il a vu {placeholder} maires."), ("es", f"Vio {placeholder} alcaldes."))
    doubtful = unit(("fr", "Page <ph>{0}</ph>."), ("zh", "第<ph>{0}</ph>页。"))
    done = import_file(written(tmp_path, f"{known}{empty}{doubtful}"), memory)
    assert done.human == 1
    assert done.unusable == 2


def test_words_in_inline_elements_are_kept(memory: Path, tmp_path: Path) -> None:
    """On either side of a unit, or a person's translation would be entered without them."""
    body = "".join(
        unit(("fr", f"{number}. {text}"), ("es", f"{number}: {text}"))
        for number, text in enumerate(INLINE, 100)
    )
    done = import_file(written(tmp_path, body), memory)
    assert done.human == len(INLINE)
    found = {text[:3]: (text[5:], answer[5:]) for _, _, text, answer in pairs(memory)}
    for number, words in enumerate(INLINE.values(), 100):
        assert found[str(number)] == (words, words)


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        *(("iw", "he"), ("in", "id"), ("mo", "ro"), ("no", "nb"), ("ger", "de"), ("fre-CA", "fr")),
        *(("cze", "cs"), ("dut", "nl"), ("gre", "el"), ("per", "fa"), ("rum", "ro"), ("slo", "sk")),
        *(("chi", "zh"), ("zh-Hant", "zh"), ("zh_Hans_CN", "zh"), ("pt_BR", "pt"), ("PT-br", "pt")),
        *(("eng-Latn-US", "en"), ("deu", "de"), ("uk-UA", "uk"), ("es-419", "es"), ("arb", "ar")),
    ],
)
def test_old_codes_regions_and_scripts_are_those_of_our_languages(
    memory: Path, tmp_path: Path, tag: str, code: str
) -> None:
    """In the header and on the texts alike."""
    head = HEAD.replace("fr-FR", tag)
    other = "ca" if code != "ca" else "es"
    import_file(written(tmp_path, unit((tag, "text"), (other, "words")), head=head), memory)
    assert pairs(memory) == [(code, other, "text", "words")]


def test_languages_that_we_lack_are_counted_under_one_code_each(memory: Path, tmp_path: Path) -> None:
    """Old and bibliographic codes too, so that it is plain what was passed over."""
    tags = [
        *("ji", "yi", "yid", "jw", "sh", "sr", "sr-Latn", "srp", "alb", "sqi", "arm", "baq", "bur", "geo"),
        *("ice", "mac", "mao", "may", "tib", "wel", "cy", "mul"),
    ]
    body = unit(("fr", "un"), ("es", "uno"), *((tag, "x") for tag in tags))
    done = import_file(written(tmp_path, body), memory)
    counts = {"yi": 3, "jv": 1, "sr": 4, "sq": 2, "cy": 2, "mul": 1}
    counts |= dict.fromkeys(["hy", "eu", "my", "ka", "is", "mk", "mi", "ms", "bo"], 1)
    assert dict(done.unknown) == counts


@pytest.mark.parametrize("source", ["de", "ger", "sw", "DE-at"])
def test_a_source_language_that_no_unit_has_is_passed_over(memory: Path, tmp_path: Path, source: str) -> None:
    """Units are taken both ways, and what was found is said."""
    head = HEAD.replace("fr-FR", source)
    done = import_file(written(tmp_path, unit(("en", "one"), ("es", "uno")), head=head), memory)
    assert sorted(pairs(memory)) == [("en", "es", "one", "uno"), ("es", "en", "uno", "one")]
    assert (done.strange_source, done.found) == (source, ("en", "es"))
    assert (done.human, done.unusable) == (2, 0)


@pytest.mark.parametrize("source", ["*all*", "*ALL*", "mul", "und", ""])
def test_a_file_may_name_no_one_source(memory: Path, tmp_path: Path, source: str) -> None:
    """Then units go in every direction, and nothing is strange."""
    head = HEAD.replace("fr-FR", source)
    done = import_file(written(tmp_path, unit(("en", "one"), ("es", "uno")), head=head), memory)
    assert len(pairs(memory)) == 2
    assert done.strange_source == ""


def test_a_source_that_some_unit_has_counts_for_all(memory: Path, tmp_path: Path) -> None:
    """A unit without it has no text that its others translate; nor is the unit's own word passed over."""
    body = unit(("fr", "un"), ("es", "uno")) + unit(("en", "two"), ("es", "dos"))
    body += unit(("en", "three"), ("es", "tres"), more='srclang="de"')
    done = import_file(written(tmp_path, body), memory)
    assert pairs(memory) == [("fr", "es", "un", "uno")]
    assert (done.unusable, done.strange_source) == (0, "")
    assert dict(done.sourceless) == {"fr-FR, found en es": 1, "de, found en es": 1}
