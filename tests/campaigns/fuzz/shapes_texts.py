"""Inputs that hypothesis makes for the targets of ``texts``."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.campaigns.fuzz.shapes import (
    ADDRESSES,
    ANY,
    BYTE,
    LANGUAGE,
    NUMBERS,
    SCRIPT,
    SIGNS,
    TEXT,
    WORDS,
    Bytes,
    Texts,
    chained,
    encoded,
    joined,
)

_ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-32", "cp850", "utf-7", "shift_jis")
_BREAK = b"\x1e"


_INLINE: Texts = st.recursive(
    st.one_of(WORDS, WORDS, SCRIPT, NUMBERS, ADDRESSES, SIGNS, ANY),
    lambda below: st.one_of(
        st.tuples(below, below).map(" ".join),
        st.builds(
            lambda signs, inner: f"{signs[0]}{inner}{signs[1]}",
            st.sampled_from(
                (
                    *(
                        ("*", "*"),
                        ("**", "**"),
                        ("_", "_"),
                        ("~~", "~~"),
                        ("`", "`"),
                        ("`` ", " ``"),
                        ("***", "**"),
                    ),
                    *(
                        ("[", "](u)"),
                        ("[", '](<a b> "t")'),
                        ("![", "](s)"),
                        ("[", "][l]"),
                        ("[", "]"),
                        ("<b>", "</b>"),
                    ),
                    *(
                        ("<!--", "-->"),
                        ("\\", "\\"),
                        ("", "[^1]"),
                        ("", "  \n"),
                        ("", "\\\n"),
                        ("&", ";"),
                        ("", "\n"),
                    ),
                )
            ),
            below,
        ),
    ),
    max_leaves=6,
)
_ROW: Texts = st.lists(_INLINE, min_size=1, max_size=3).map(lambda cells: f"| {' | '.join(cells)} |\n")
_LEAF: Texts = st.one_of(
    _INLINE,
    st.builds(
        "{} {}".format, st.sampled_from(("#", "##", "######", "#######", "[^1]:", "[l]:", ">")), _INLINE
    ),
    st.builds("{}\n{}".format, _INLINE, st.sampled_from(("===", "---", "- ", ":  x"))),
    st.builds(
        "{0}{1}\n{2}\n{0}".format, st.sampled_from(("```", "~~~", "    ", "\t")), st.just("x"), _INLINE
    ),
    st.builds(lambda head, rows: f"{head}|---|:-:|\n{''.join(rows)}", _ROW, st.lists(_ROW, max_size=2)),
    st.builds("<div>\n{}\n</div>".format, _INLINE),
    st.sampled_from(("---", "* * *", "(AFP)", "© 2026 Bureau", "<!-- ", "")),
)


def _indented(block: str, signs: tuple[str, str]) -> str:
    first, rest = signs
    return first + block.replace("\n", "\n" + rest)


_BLOCK: Texts = st.recursive(
    _LEAF,
    lambda below: st.builds(
        _indented,
        st.lists(below, min_size=1, max_size=3).map("\n\n".join),
        st.sampled_from(
            (("> ", "> "), ("- ", "  "), ("1. ", "   "), ("* ", ""), ("- [ ] ", "  "), ("9) ", "\t"))
        ),
    ),
    max_leaves=4,
)
_HEAD: Texts = st.one_of(
    st.just(""),
    st.just(""),
    st.builds('---\ntitle: "{}"\nx: 1\n---\n'.format, TEXT),
    st.builds("---\ntitle: {}\n---\n".format, TEXT),
    st.builds("+++\ntitle = '{}'\n+++\n".format, TEXT),
)
MARKDOWN: Texts = st.builds(
    lambda head, blocks, end: head + end.join(blocks) + end,
    _HEAD,
    st.lists(_BLOCK, max_size=4),
    st.sampled_from(("\n\n", "\n\n", "\n", "\r\n\r\n", "\r")),
)
_WRITTEN: Bytes = st.builds(
    lambda text, name: text.encode(name, "replace"), joined(TEXT, most=4), st.sampled_from(_ENCODINGS)
)
_QUOTED: Texts = joined(
    WORDS,
    st.sampled_from(
        ("«", "»", "“", "”", "„", "‘", "’", "‹", "›", "「", "」", "'", '"', "« ", " »", "it's", "5'6\"")
    ),
    NUMBERS,
    SCRIPT,
)
_STREAM: Texts = joined(
    st.sampled_from(
        ("[]", "[;0]", "[;1]", "[;x7e]", "[;x", "\\", "\\[", "~", "^a/b$", "*x", "#y", "@z", "\0", "\n")
    ),
    WORDS,
    ANY,
    SIGNS,
)
_PLAIN: Bytes = TEXT.map(encoded)
_TWO: Bytes = chained(_PLAIN, st.just(_BREAK), _PLAIN)
_TOLD: Texts = joined(
    st.sampled_from(("XQ1Z", "xq1z", "XQ 2 Z", "%1", "% 2", "\ue000", "\ue001", "XQ0Z", "%1%1", "&lt;")),
    WORDS,
    ANY,
)

SHAPES: dict[str, Bytes] = {
    "hygiene": joined(ANY, SCRIPT, SIGNS, WORDS, most=8).map(encoded),
    "source": st.one_of(
        chained(st.just(b"\0\0"), LANGUAGE, _WRITTEN),
        chained(st.just(b"\0\1"), LANGUAGE, MARKDOWN.map(encoded)),
        chained(st.just(b"\0\1"), LANGUAGE, MARKDOWN.map(encoded)),
    ),
    "split": chained(LANGUAGE, _PLAIN),
    "protect": chained(BYTE, _PLAIN, st.just(_BREAK), _TOLD.map(encoded)),
    "quotes": chained(LANGUAGE, LANGUAGE, _QUOTED.map(encoded)),
    "checks": chained(LANGUAGE, LANGUAGE, _TWO),
    "detect": st.one_of(joined(SCRIPT, WORDS).map(encoded), _PLAIN),
    "apertium": chained(BYTE, _STREAM.map(encoded), st.just(_BREAK), _STREAM.map(encoded)),
}
"""By the targets' names."""
