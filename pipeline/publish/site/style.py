"""How the reader's pages look, beside what all pages have."""

from __future__ import annotations

STYLE = """
body {
  margin: 0 auto; padding: 1rem 1rem 4rem; max-width: 76rem;
  font: 1rem/1.5 system-ui, "Noto Sans", sans-serif;
}
nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin-block: .5rem; }
nav [aria-current] { color: var(--ink); font-weight: 600; text-decoration: none; }
h2 { margin-block: 2rem .5rem; }
h3 { font-size: 1rem; margin-block: 1.25rem .25rem; }
dl { font-size: .875rem; }
dl.lines { flex-direction: column; }
ol { max-width: 46rem; padding-inline-start: 1.5rem; }
li { overflow-wrap: break-word; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
caption { text-align: start; font-size: .875rem; padding-block: .75rem .25rem; }
th, td { vertical-align: top; text-align: start; padding: .3rem .75rem .3rem 0; overflow-wrap: break-word; }
thead th { border-block-end: 1px solid var(--line); font-size: .875rem; color: var(--quiet); }
tbody { border-block-end: 1px solid var(--line); }
table.text th:first-child { width: 4.5rem; font-weight: 400; }
.title td, .heading td { font-weight: 600; }
.quotation td { font-style: italic; }
pre { margin: 0; white-space: pre-wrap; font-size: .875rem; }
.id { font-size: .75rem; text-decoration: none; }
.chosen th { border-inline-start: 3px solid var(--link); padding-inline-start: .4rem; }
tr:target td { outline: 2px solid var(--link); }
td ul { list-style: none; margin: .2rem 0 0; padding: 0; font: .75rem/1.4 system-ui, sans-serif; }
td li, .quiet { color: var(--quiet); }
.fail { color: var(--fail); font-weight: 600; }
.warn { color: var(--warn); }
.quiet, td, table { font-size: .9375rem; }
table.text td { font-size: 1rem; }
td p { margin: 0; }
table.documents th:first-child { width: 38%; }
table.documents th:nth-child(4), table.documents th:nth-child(5) { width: 7rem; }
footer { font-size: .875rem; }
code { font-size: .75rem; overflow-wrap: anywhere; }
:root { --fail: #a40000; --warn: #7a4b00; }
@media (prefers-color-scheme: dark) { :root { --fail: #ff8a80; --warn: #ffc66d; } }
@media (max-width: 46rem) {
  table.text thead, table.documents thead { display: none; }
  table.documents tr, table.documents td { display: block; padding: .1rem 0; }
  table.documents td:nth-child(4) { display: none; }
  table.documents tr { border-block-end: 1px solid var(--line); padding-block: .6rem; }
  footer { overflow-x: auto; }
  footer table { min-width: 40rem; }
  table.text tr, table.text th, table.text td { display: block; width: 100%; padding-block: .1rem; }
  table.text td + td { padding-block-end: .75rem; }
  table.text td:nth-child(2):not(:last-child) { color: var(--quiet); }
}
"""
