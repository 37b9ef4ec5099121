"""Organisations, papers and clubs whose names are words that rules translate, and that all languages keep.

Names that languages have words of their own for (``Doctors Without Borders``, ``Formula One``) are not here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

_ORGANISATIONS = """
    ABC News; Aer Lingus; Air Canada; Air China; Air France; Air India; Air New Zealand; Al Jazeera;
    American Airlines; American Express; Amnesty International; Associated Press; Aston Martin; Aston
    Villa; Banca Intesa; Bank of America; BBC News; Bed Bath & Beyond; Best Buy; Black Lives Matter;
    Blue Origin; Boko Haram; British Airways; British Gas; British Steel; Burger King; Capital One; CBS
    News; Chicago Tribune; Corriere della Sera; Crystal Palace; Daily Express; Daily Mail; Daily Mirror;
    Daily Telegraph; Dallas Cowboys; Delta Air Lines; Der Spiegel; Deutsche Bahn; Deutsche Bank; Die
    Welt; Die Zeit; Dow Jones; El Confidencial; El Mundo; El Nacional; El Observador; El País; El
    Periódico; El Tiempo; El Universal; Evening Standard; Financial Times; Fox News; General Dynamics;
    General Electric; General Mills; General Motors; Goldman Sachs; Green Bay Packers; Home Depot; Human
    Rights Watch; Il Fatto Quotidiano; Il Giornale; Il Messaggero; Il Sole 24 Ore; Just Stop Oil; Kraft
    Foods; La Nación; La Razón; La Repubblica; La Stampa; La Vanguardia; Le Figaro; Le Monde; Le
    Parisien; Le Point; Lloyds Bank; Los Angeles Times; Manchester City; Manchester United; Morgan
    Stanley; NBC News; New England Patriots; New York Post; New York Times; New York Yankees; Newcastle
    United; Open Arms; Paris Match; Philip Morris; Pink Floyd; Planned Parenthood; Procter & Gamble;
    Proud Boys; Real Betis; Real Madrid; Real Sociedad; Red Bull; Red Hat; Rolling Stone; Rolling
    Stones; Royal Dutch Shell; Save the Children; Sea Shepherd; Sea Watch; Sheffield United; Sinn Fein;
    Sinn Féin; Sky News; Sky Sports; South China Morning Post; Sports Illustrated; Standard & Poor's;
    Standard Chartered; Sunday Times; Tea Party; The Economist; The Guardian; The Independent; Tottenham
    Hotspur; Transparency International; United Airlines; Vanity Fair; Virgin Atlantic; Virgin Galactic;
    Wall Street; Wall Street Journal; Walt Disney; Warner Bros; Washington Post; Wells Fargo; West Ham;
    West Ham United; Western Union
    """
_OTHERWISE = {
    "Amnesty International": ("Amnist", "Amnesti"),
    "Al Jazeera": ("Jazir", "Jazīr", "Dschas", "Džaz", "Dżaz", "Yazira", "Yazeera", "Cezire", "Cezîre"),
    "Associated Press": ("Asociated", "Asociada"),
}
"""How words begin by which languages call an organisation that most call as it does itself."""
_FIRST = re.compile(r"(?<!\w)[A-Z][^\W\d_]*(?= )")


def organisations(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each of these names begins and ends in a text, the longest that is there."""
    named = _by_first_word()
    end = 0
    for match in _FIRST.finditer(text):
        names = named.get(match[0], ()) if match.start() >= end else ()
        for name in names:
            last = match.start() + len(name)
            if text.startswith(name, match.start()) and not text[last : last + 1].isalnum():
                yield match.start(), last
                end = last
                break


def is_called(name: str, text: str) -> bool:
    """Say whether a text calls an organisation by its initials, or as its language does."""
    initials = "".join(word[0] for word in name.split() if word[0].isupper())
    if len(initials) > 1 and re.search(rf"(?<!\w){initials}(?!\w)", text):
        return True
    return any(beginning in text for beginning in _OTHERWISE.get(name, ()))


@cache
def _by_first_word() -> dict[str, tuple[str, ...]]:
    """Return the names by their first words, the longest first."""
    found: dict[str, tuple[str, ...]] = {}
    names = (" ".join(name.split()) for name in _ORGANISATIONS.split(";"))
    for name in sorted(names, key=len, reverse=True):
        first = name.partition(" ")[0]
        found[first] = (*found.get(first, ()), name)
    return found
