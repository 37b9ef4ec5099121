"""Abbreviations that news in every language has: forms of companies, and eras."""

from __future__ import annotations

COMPANIES = frozenset(
    (
        "Ltd", "Inc", "Corp", "Co", "Cos", "Co.Ltd", "LLC", "L.L.C", "LLP", "L.L.P", "PLC", "P.L.C",
        "p.l.c", "L.P", "Pty", "Pty.Ltd", "Pte", "Pte.Ltd", "Pvt", "Pvt.Ltd", "Bhd", "Sdn", "Sdn.Bhd",
        "Bros", "Mfg", "Intl", "Assn", "Assoc", "S.p.A", "S.r.l", "S.n.c", "S.a.s", "S.A", "S.A.S",
        "S.A.R.L", "S.à.r.l", "r.l", "S.à r.l", "S.C.A", "S.L", "S.L.U", "S.A.U", "S.C", "S.R.L", "C.V",
        "S.A.de C.V", "S.A.B.de C.V", "C.A", "Ltda", "Lda", "Cía", "Cia", "Cie", "Hnos", "S.G.P.S", "N.V",
        "B.V", "A.G", "e.V", "e.G", "mbH", "m.b.H", "Ges.m.b.H", "A/S", "A.S", "A.Ş", "T.A.Ş", "Şti",
        "Ltd.Şti", "Tic", "San", "A.O", "Oy", "Oyj", "Ab", "AB", "ASA", "Kft", "Zrt", "Nyrt", "Bt",
        "d.o.o", "d.d", "d.n.o", "a.d", "a.s", "s.r.o", "spol", "spol.s r.o", "v.o.s", "k.s", "o.z",
        "z.o.o", "o.o", "Sp.z.o.o", "Sp.z o.o", "sp.z o.o", "Sp.k", "Sp.j", "S.K.A", "P.T", "Tbk", "K.K",
        "O.O.O", "О.О.О", "З.А.О", "О.А.О", "Т.О.В", "П.А.Т", "А.Д", "Е.О.О.Д", "Α.Ε", "Ε.Π.Ε", "Ο.Ε",
        "Ε.Ε", "Ι.Κ.Ε",
    )
)  # fmt: skip
"""Forms of companies, which stand after a name; before one, after an article: ``della S.p.A. Fiat``."""
FIRMS = frozenset({"Éts", "Ets", "Gebr", "F.lli", "Frat", "Fa", "Succ", "Vve", "Sté", "Établ"})
"""Words for a firm before its name."""
