"""The files in ``languages/``: one set of expectations, held by every language."""

from __future__ import annotations

import codecs
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias, get_args

import pytest

import languages
from languages import Language, naming
from pipeline.split.candidates import WORD
from tests.conftest import ROOT
from tests.support import cldr

Tool: TypeAlias = Literal[
    "langdetect", "py3langid", "lingua", "argos", "apertium", "sumy", "stopwordsiso", "nllb", "m2m100"
]

FIRST_LANGUAGES = """
    en fr es de it pt ca gl oc ro nl sv da nb pl cs sk uk ru bg el tr ar he fa hi zh ja ko id vi eo
"""
RIGHT_TO_LEFT = frozenset({"Adlm", "Arab", "Hebr", "Nkoo", "Syrc", "Thaa"})
_LEFT_TO_RIGHT = """
    Armn Beng Cans Cher Cyrl Deva Ethi Geor Grek Gujr Guru Hans Hant Jpan Khmr Knda Kore Laoo Latn Mlym Mymr
    Orya Sinh Taml Telu Tfng Thai Tibt Yiii
"""
LEFT_TO_RIGHT = frozenset(_LEFT_TO_RIGHT.split())
UNSPACED = frozenset({"Hans", "Hant", "Jpan", "Khmr", "Laoo", "Mymr", "Thai", "Tibt", "Yiii"})

EXAMPLE = """
name = "Zemblan"
native_name = "zemblanska"
scripts = ["Latn"]
direction = "ltr"
quotes = [["„", "“"]]

[codes]
"""


@pytest.fixture(params=languages.codes())
def language(request: pytest.FixtureRequest) -> Language:
    """Go through every language that has a file."""
    return languages.get(request.param)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give the loader an empty folder to read."""
    monkeypatch.setattr(languages, "_FOLDER", tmp_path)
    languages.codes.cache_clear()
    languages.get.cache_clear()
    yield tmp_path
    languages.codes.cache_clear()
    languages.get.cache_clear()


@cache
def _names_in(tool: Tool) -> frozenset[str] | None:
    """Return the codes that the installed tool itself knows, or None where it cannot be asked."""
    if tool == "langdetect":
        from langdetect.detector_factory import PROFILES_DIRECTORY

        return frozenset(path.name for path in Path(PROFILES_DIRECTORY).iterdir())
    if tool == "py3langid":
        from py3langid.langid import MODEL_FILE, LanguageIdentifier

        return frozenset(LanguageIdentifier.from_pickled_model(MODEL_FILE).nb_classes)
    if tool == "lingua":
        lingua = pytest.importorskip("lingua")
        return frozenset(each.iso_code_639_1.name.lower() for each in lingua.Language.all())
    return None


def _has_sumy_stop_words(name: str) -> bool:
    from sumy.utils import get_stop_words

    try:
        return len(get_stop_words(name)) > 0
    except LookupError:
        return False


def _has_sumy_stemmer(name: str) -> bool:
    from sumy.nlp.stemmers import Stemmer

    try:
        Stemmer(name)
    except LookupError:
        return False
    return True


def _lists(language: Language) -> dict[str, tuple[str, ...]]:
    return {
        "scripts": language.scripts,
        "encodings": language.encodings,
        "stop_words": language.stop_words,
        "abbreviations": language.sentences.abbreviations,
        "ending_abbreviations": language.sentences.ending_abbreviations,
        "starters": language.sentences.starters,
        "finals": language.sentences.finals,
        "continuations": language.sentences.continuations,
        "months": language.sentences.months,
        "labels": language.credits.labels,
        "leaning": language.summaries.leaning,
        "standing": language.summaries.standing,
        "boilerplate": language.summaries.boilerplate,
        **{
            field: getattr(language.checks, field)
            for field in ("decimal", "percent", "afternoon", "imperial")
        },
        **{f"checks.months {month}": forms for month, forms in enumerate(language.checks.months, start=1)},
        **{f"checks.words {value}": forms for value, forms in language.checks.words},
        **{f"checks.currencies {kind}": forms for kind, forms in language.checks.currencies},
        **{tool: getattr(language.codes, tool) for tool in get_args(Tool)},
    }


def test_the_first_thirty_two_languages_are_there() -> None:
    """Each language that depeche promises has its file."""
    assert set(languages.codes()) >= set(FIRST_LANGUAGES.split())


def test_a_language_without_a_file_is_an_error_that_lists_the_known_ones() -> None:
    """The message says what was asked for and what there is; nothing is replaced in silence."""
    with pytest.raises(
        languages.UnknownLanguageError, match=r"unknown language 'tlh'; known: ar bg ca .* zh"
    ):
        languages.get("tlh")


@pytest.mark.parametrize("code", ["", "FR", "fr.toml", "../languages/fr", "README", "__init__"])
def test_only_an_exact_code_names_a_language(code: str) -> None:
    """Another case, a path or another file of the folder is an unknown language."""
    with pytest.raises(languages.UnknownLanguageError):
        languages.get(code)


def test_a_language_is_known_by_its_codes_tags_and_names(language: Language) -> None:
    """In any case, without accents too, with a region, and by its three letters; also by old codes."""
    plain = unicodedata.normalize("NFD", language.native_name).encode("ascii", "ignore").decode()
    words = {language.code, language.name, language.native_name, *language.other_names, *language.other_codes}
    words |= {plain} if plain and language.scripts[0] == "Latn" else set()
    more = ("CH", "419", language.scripts[0])
    words |= {f"{language.code}{joint}{part}" for joint in "-_" for part in more}
    for word in words:
        for form in (word, word.upper(), f" {word} "):
            assert naming.known_code(form) == language.code, form
    assert any(len(code) == 3 for code in language.other_codes)


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        *(("iw", "he"), ("in", "id"), ("ji", "yi"), ("jw", "jv"), ("mo", "ro"), ("sh", "sr"), ("no", "nb")),
        *(("ger", "de"), ("fre", "fr"), ("cze", "cs"), ("dut", "nl"), ("gre", "el"), ("per", "fa")),
        *(("rum", "ro"), ("slo", "sk"), ("chi", "zh"), ("alb", "sq"), ("arm", "hy"), ("baq", "eu")),
        *(("bur", "my"), ("geo", "ka"), ("ice", "is"), ("mac", "mk"), ("mao", "mi"), ("may", "ms")),
        *(("tib", "bo"), ("wel", "cy"), ("zh-Hant", "zh"), ("sr-Latn", "sr"), ("pt_BR", "pt")),
        *(("DE-de", "de"), ("es-419", "es"), ("en_US.UTF-8", "en"), ("ca@valencia", "ca"), ("gsw", "gsw")),
        *(("*all*", ""), ("", ""), ("-", "")),
    ],
)
def test_old_and_bibliographic_codes_are_read_as_those_of_today(tag: str, code: str) -> None:
    """Those of languages without a file, too, so that they are counted under one code."""
    assert naming.tag_code(tag) == code


@pytest.mark.parametrize("word", ["", "Klingon", "tlh", "uk-Latn", "sr", "es,ca", "../es", "e", "spa x ish"])
def test_what_names_no_language_of_ours_is_none(word: str) -> None:
    """So does a script that the language is not written in."""
    assert naming.known_code(word) is None


def test_a_slip_of_the_pen_is_answered_with_the_code_that_was_meant() -> None:
    """But no word that is far from every name."""
    meant = {word: naming.near_code(word) for word in ("englsh", "Espanhol", "Frnech", "Klingon", "xx")}
    assert meant == {"englsh": "en", "Espanhol": "es", "Frnech": "fr", "Klingon": None, "xx": None}


def test_no_code_or_name_means_two_languages() -> None:
    """Nor does the code of one stand among the other codes of another."""
    words = Counter(word for item in languages.everyone() for word in _what_it_is_called(item))
    assert [word for word, count in words.items() if count > 1] == []


def _what_it_is_called(item: Language) -> set[str]:
    names = (item.code, *item.other_codes, item.name, item.native_name, *item.other_names)
    return {name.casefold() for name in names}


def test_everyone_is_sorted_by_code() -> None:
    """The order of the languages does not depend on the file system."""
    found = [language.code for language in languages.everyone()]
    assert found == sorted(found) == list(languages.codes())


def test_names_are_given(language: Language) -> None:
    """A code is ISO 639-1 or 639-3; both names are there."""
    assert re.fullmatch(r"[a-z]{2,3}", language.code)
    assert language.name.strip()
    assert language.native_name.strip()


def test_no_two_languages_share_a_name() -> None:
    """A list of languages is unambiguous to its reader."""
    names = Counter(
        name for language in languages.everyone() for name in {language.name, language.native_name}
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_direction_and_separator_are_those_of_the_script(language: Language) -> None:
    """Arabic and Hebrew script run from right to left; scripts without spaces have none between sentences."""
    scripts = set(language.scripts)
    assert scripts
    assert scripts <= RIGHT_TO_LEFT | LEFT_TO_RIGHT
    assert scripts <= (RIGHT_TO_LEFT if language.direction == "rtl" else LEFT_TO_RIGHT)
    assert language.separator == ("" if scripts & UNSPACED else " ")


def test_quotes_are_pairs_and_the_typewriter_form_is_among_them(language: Language) -> None:
    """Each pair is two marks, listed once; news from agencies has the typewriter's in every language."""
    assert all(len(opening) == len(closing) == 1 for opening, closing in language.quotes)
    assert len(set(language.quotes)) == len(language.quotes)
    assert ('"', '"') in language.quotes
    assert ("“", "”") in language.quotes


def test_lists_hold_clean_strings_once_each(language: Language) -> None:
    """No string is empty, padded, decomposed or repeated within its list."""
    for field, values in _lists(language).items():
        assert [value for value, count in Counter(values).items() if count > 1] == [], field
        assert [value for value in values if not value or value != " ".join(value.split())] == [], field
        assert [value for value in values if value != unicodedata.normalize("NFC", value)] == [], field


def test_encodings_are_known_to_python_and_are_not_unicode(language: Language) -> None:
    """An encoding is spelled as Python names it; those of Unicode are tried first in any case."""
    for encoding in language.encodings:
        assert codecs.lookup(encoding).name == encoding
        assert not encoding.startswith("utf")


def test_abbreviations_stand_without_their_last_full_stop(language: Language) -> None:
    """An abbreviation is in one of the two lists, without the stop that the splitter looks at."""
    never, ending = language.sentences.abbreviations, language.sentences.ending_abbreviations
    assert [value for value in (*never, *ending) if value.endswith(".")] == []
    assert set(never) & set(ending) == set()


def test_months_are_lower_case_and_follow_ordinals_only(language: Language) -> None:
    """Months are listed where a day before them is an ordinal, all twelve of them."""
    months = language.sentences.months
    assert [month for month in months if month != month.lower()] == []
    assert not months or (language.sentences.ordinal_stop and len(months) >= 12)


def test_starters_are_lower_case_words(language: Language) -> None:
    """A starter is looked up in lower case, one word at a time."""
    starters = language.sentences.starters
    assert [word for word in starters if word != word.lower() or WORD.fullmatch(word) is None] == []


def test_finals_are_single_letters(language: Language) -> None:
    """A final is compared with the one letter before a mark."""
    assert [final for final in language.sentences.finals if len(final) != 1 or not final.isalpha()] == []


def test_continuations_match_something(language: Language) -> None:
    """A continuation is a regular expression that never matches nothing, or no quotation would end."""
    for continuation in language.sentences.continuations:
        assert re.match(continuation, "") is None


def test_checks_know_how_every_language_writes_numbers(language: Language) -> None:
    """Decimal signs, words and months in lower case, and lengths that were measured."""
    checks = language.checks
    assert checks.decimal
    assert set(checks.decimal) <= set(".,٫/·")
    assert 0.3 < checks.length < 1.3
    forms = [form for _, own in (*checks.words, *checks.currencies) for form in own]
    forms += [form for own in checks.months for form in own]
    assert [form for form in forms if form != form.lower() or "*" in form[:-1]] == []


def test_credit_labels_are_lower_case_words_without_the_colon(language: Language) -> None:
    """There is a label; a single letter of an alphabet would match too much in other languages."""
    labels = language.credits.labels
    assert labels
    assert [label for label in labels if label != label.lower() or set(label) & set(":：")] == []
    assert [label for label in labels if len(label) == 1 and unicodedata.east_asian_width(label) != "W"] == []


def test_openings_are_lower_case_with_one_kind_of_apostrophe(language: Language) -> None:
    """They are compared with the lower-cased beginnings of sentences; an exception is not on both lists."""
    summaries = language.summaries
    openings = (*summaries.leaning, *summaries.standing, *summaries.boilerplate)
    assert [words for words in openings if words != words.lower() or "’" in words] == []
    assert set(summaries.leaning) & set(summaries.standing) == set()


def test_every_language_has_stop_words_from_sumy_or_from_its_file(language: Language) -> None:
    """Ranking leaves function words out in every language; the file has what sumy's lists lack."""
    in_sumy = any(map(_has_sumy_stop_words, language.codes.sumy))
    assert in_sumy or len(language.stop_words) >= 60


def test_the_package_of_stop_words_is_asked_where_sumy_has_none(language: Language) -> None:
    """And knows the language by that code."""
    from stopwordsiso import has_lang

    in_sumy = any(map(_has_sumy_stop_words, language.codes.sumy))
    assert not (in_sumy and language.codes.stopwordsiso)
    assert all(map(has_lang, language.codes.stopwordsiso))


def test_stop_words_are_single_words_in_lower_case(language: Language) -> None:
    """A stop word can be compared with a token."""
    assert [word for word in language.stop_words if word != word.lower() or " " in word] == []


def test_an_alphabet_spells_the_stop_words(language: Language) -> None:
    """An alphabet that lacks a letter would count its language's own words against it."""
    letters = {letter for word in language.stop_words for letter in word if letter.isalpha()}
    assert not language.alphabet or letters <= set(language.alphabet)
    assert language.alphabet == language.alphabet.lower()


def test_languages_with_a_script_in_common_have_alphabets(language: Language) -> None:
    """A language without one could not be told by its letters from others of its script."""
    others = [each for each in languages.everyone() if each is not language]
    shared = any(set(each.scripts) & set(language.scripts) for each in others)
    assert shared == bool(language.alphabet) or language.code == "hi"


def test_a_profile_has_its_fit(language: Language) -> None:
    """How well a text must fit is known wherever langdetect can say, but for scripts that tell it all."""
    telling = {"Hans", "Hant", "Jpan", "Kore"} & set(language.scripts)
    assert (language.profile_fit is not None) == (bool(language.codes.langdetect) and not telling)


def test_marks_part_each_pair_once(language: Language) -> None:
    """A mark of both languages would part nothing, and two tables for a pair would contradict each other."""
    for each in language.confusables:
        assert each.ours
        assert each.theirs
        assert not set(each.ours) & set(each.theirs)
        marks = (*each.ours, *each.theirs)
        assert [mark for mark in marks if mark != mark.lower() or not mark.strip()] == []
        if each.code in languages.codes():
            assert language.code not in {other.code for other in languages.get(each.code).confusables}


def test_strangers_pass_for_languages_of_ours() -> None:
    """A stranger is a language without a file, known by words that are not stop words of ours."""
    for each in languages.strangers():
        assert each.code not in languages.codes()
        assert each.passes_for <= set(languages.codes())
        assert len(each.words) >= 20
        assert [word for word in each.words if word != word.lower() or " " in word] == []


@pytest.mark.parametrize("tool", ["langdetect", "py3langid", "lingua"])
def test_detector_codes_are_those_of_the_installed_detector(language: Language, tool: Tool) -> None:
    """A detector's answer is found again in the file: no code is one that the detector never gives."""
    known = _names_in(tool)
    assert known is not None
    assert set(getattr(language.codes, tool)) <= known


def test_py3langid_knows_every_language(language: Language) -> None:
    """The detector that has a veto can speak for each language."""
    assert language.codes.py3langid


def test_sumy_names_lead_to_stop_words_or_a_stemmer(language: Language) -> None:
    """A name that sumy knows nothing by would be a slip of the pen."""
    assert [n for n in language.codes.sumy if not (_has_sumy_stop_words(n) or _has_sumy_stemmer(n))] == []


def test_apertium_codes_look_like_those_in_its_mode_names(language: Language) -> None:
    """Two or three letters, then a variant if any: ``por``, ``pt``, ``por_BR``."""
    plain = [re.fullmatch(r"([a-z]{2,3})(_\w+)?", code) for code in language.codes.apertium]
    assert all(plain)
    assert plain == sorted(plain, key=lambda match: bool(match and match.group(2)))


@pytest.mark.parametrize("tool", ["nllb", "m2m100"])
def test_model_codes_are_those_of_the_published_models(language: Language, tool: str) -> None:
    """Each code is in the list that transformers has for the family; the fixtures carry it."""
    known = json.loads((ROOT / "tests/fixtures/ct2/expected.json").read_text(encoding="utf-8"))["codes"]
    assert set(getattr(language.codes, tool)) <= set(known[tool])


def test_the_largest_model_knows_every_language() -> None:
    """NLLB-200 has all of the first languages, M2M-100 all but Esperanto."""
    first = [languages.get(code) for code in FIRST_LANGUAGES.split()]
    assert all(language.codes.nllb for language in first)
    assert [language.code for language in first if not language.codes.m2m100] == ["eo"]


def test_the_script_of_a_model_code_is_the_language_s(language: Language) -> None:
    """The first code is for a script that the language is written in; Korean's is called Hang there."""
    scripts = [code.partition("_")[2].replace("Hang", "Kore") for code in language.codes.nllb]
    assert set(scripts) <= set(language.scripts)


@pytest.mark.parametrize("tool", get_args(Tool))
def test_a_tool_code_belongs_to_one_language(tool: Tool) -> None:
    """What a tool says is read as one language; ``by_tool`` loses none."""
    claimed = Counter(code for language in languages.everyone() for code in getattr(language.codes, tool))
    assert [code for code, count in claimed.items() if count > 1] == []
    assert languages.by_tool(tool).keys() == claimed.keys()


def test_a_minimal_file_is_enough(folder: Path) -> None:
    """What may be left out has a default: a space between sentences, and nothing else known."""
    (folder / "zm.toml").write_text(EXAMPLE, encoding="utf-8")
    language = languages.get("zm")
    assert (language.code, language.separator, language.stop_words) == ("zm", " ", ())
    assert language.codes == languages.ToolCodes()
    assert language.sentences == languages.Sentences()
    assert language.credits == languages.Credits()
    assert language.summaries == languages.Summaries()
    assert language.checks == languages.Checks()


@pytest.mark.parametrize(
    "line",
    [
        'credits.label = ["istok"]',
        'credits.labels = "istok"',
        "credits.labels = [1]",
        'sentences.abbreviation = ["Dr"]',
        'sentences.ordinal_stop = "yes"',
        "sentences.capital_nouns = 1",
        'codes.deepl = ["zm"]',
        'summaries.leaning = "on"',
        'summaries.openings = ["on"]',
        'checks.percents = ["pct"]',
        'checks.months = ["januar"]',
        'checks.words.2 = "two"',
        "checks.length = 1",
        'checks.compounds = "yes"',
        'stopwords = ["ut"]',
        'stop_words = "ut"',
    ],
)
def test_a_slip_in_a_file_is_an_error(folder: Path, line: str) -> None:
    """A misspelt field or a value of the wrong type never passes for an empty or shredded list."""
    (folder / "zm.toml").write_text(line + EXAMPLE.replace("[codes]", "codes.argos = []"), encoding="utf-8")
    with pytest.raises(TypeError):
        languages.get("zm")


def test_a_file_without_a_required_field_is_an_error(folder: Path) -> None:
    """The error names the field."""
    (folder / "zm.toml").write_text(EXAMPLE.replace("native_name", "native"), encoding="utf-8")
    with pytest.raises(KeyError, match="native_name"):
        languages.get("zm")


def test_the_example_of_the_readme_loads(folder: Path) -> None:
    """Who copies the example of ``languages/README.md`` begins with a whole file that works."""
    readme = Path(languages.__file__).with_name("README.md").read_text(encoding="utf-8")
    example = re.search(r"```toml\n(.*?)```", readme, re.DOTALL)
    assert example is not None
    (folder / "zm.toml").write_text(example.group(1), encoding="utf-8")
    language = languages.get("zm")
    assert [field for field, values in _lists(language).items() if not values] == ["langdetect", "sumy"]


@pytest.mark.parametrize("code", languages.codes())
def test_days_and_names_are_those_of_cldr(code: str) -> None:
    """The file for pages is what Babel has; it names every language that there is."""
    assert (cldr.FOLDER / f"{code}.toml").read_text(encoding="utf-8") == cldr.table(code)
    known = languages.display(code)
    assert len(known.months) == len(set(known.months)) == 12
    assert [name for name, _ in known.names] == list(languages.codes())
    assert known.date.format(day=9, month=known.months[9], number=10, year=2025).count("2025") == 1


def test_a_language_without_such_a_file_is_unknown_to_pages() -> None:
    """They then write days in ISO 8601."""
    with pytest.raises(languages.UnknownLanguageError):
        languages.display("../en")
