"""Currencies and addresses: what a reader acts on."""

from __future__ import annotations

import pytest

import languages
from tests.support.check_cases import check, verdict


@pytest.mark.parametrize(
    ("pair", "source", "target"),
    [
        ("en-fr", "It costs €30.", "Cela coûte 30 euros."),
        ("en-fr", "It costs EUR 30 million.", "Cela coûte 30 millions d’euros."),
        ("en-de", "It cost $3.6bn.", "Es kostete 3,6 Milliarden US-Dollar."),
        ("en-ru", "It cost $20.", "Это стоило 20 долларов."),
        ("en-ja", "It cost £5.", "5ポンドかかった。"),
        ("zh-en", "价格为30欧元。", "The price is €30."),
        ("ja-en", "35億円かかった。", "It cost ¥3.5 billion."),
        ("en-ko", "It costs $20.", "20달러입니다."),
        ("ar-en", "بلغت التكلفة 30 دولارا", "The cost was $30."),
        ("en-pl", "It cost 40 zlotys.", "Kosztowało 40 zł."),
        ("pt-en", "Custou R$ 50.", "It cost 50 reais."),
        ("sv-en", "Det kostade 50 kronor.", "It cost SEK 50."),
        ("en-es", "Three teams won 5 games; they euro-trotted.", "Tres equipos ganaron 5 partidos."),
        ("en-fr", "He lost pounds and won.", "Il a maigri et gagné."),
        ("en-es", "None of the 5 won 2 votes.", "Ninguno de los 5 ganó 2 votos."),
        ("en-es", "It cost 5,000 won.", "Costó 5.000 wones."),
    ],
)
def test_the_same_currency_passes_by_any_name(pair: str, source: str, target: str) -> None:
    """Sign, code and name are one; words that only look like a currency's are none."""
    found = check("currencies", pair, source, target)
    assert found.verdict == "pass", found.note


@pytest.mark.parametrize(
    ("pair", "source", "target", "note"),
    [
        ("en-fr", "It costs €30.", "Cela coûte 30 $.", "lost euro; new dollar"),
        ("en-de", "It costs €30.", "Es kostet 30 Dollar.", "lost euro; new dollar"),
        ("de-en", "Es kostet 30 Pfund.", "It costs 30 euros.", "lost lira/pound; new euro"),
        ("en-ja", "It cost $20.", "20ユーロかかった。", "lost dollar; new euro"),
        ("ru-en", "Это стоило 20 рублей.", "It cost $20.", "lost rouble; new dollar"),
        ("zh-en", "价格为30欧元。", "The price is $30.", "lost euro; new dollar"),
        ("en-ar", "It cost $30.", "بلغت التكلفة 30 يورو", "lost dollar; new euro"),
        ("en-it", "It costs €30.", "Costa 30.", "lost euro"),
    ],
)
def test_another_currency_fails(pair: str, source: str, target: str, note: str) -> None:
    """€30 is not $30, and 30 is no price."""
    found = check("currencies", pair, source, target)
    assert (found.verdict, found.note) == ("fail", note)


@pytest.mark.parametrize("code", languages.codes())
def test_every_language_names_the_currencies(code: str) -> None:
    """The same ones in every language, so that any two can be compared."""
    kinds = dict(languages.get(code).checks.currencies)
    assert kinds.keys() == dict(languages.get("en").checks.currencies).keys()
    for kind in ("dollar", "euro", "rouble"):
        name = kinds[kind][0].removesuffix("*")
        assert verdict("currencies", f"{code}-en", f"- 30 {name} -", f"30 {kind}s") == "pass"
        assert verdict("currencies", f"{code}-en", f"- 30 {name} -", "30 zlotys") == "fail"


URL = "https://www.port.example/a?b=7"


@pytest.mark.parametrize(
    ("pair", "source", "target"),
    [
        ("en-fr", f"See {URL}.", f"Voir {URL} !"),
        ("en-de", "Write to help@port.example.", "Schreiben Sie an help@port.example"),
        ("en-ru", f"See ({URL})", f"См. «{URL}»."),
        ("en-zh", "Visit www.port.example/x today", "今天访问www.port.example/x。"),
        ("en-ja", f"See {URL}", f"{URL}を見る"),
        ("en-es", "weather.com reported", "informó weather.com"),
        ("en-pl", "Both a/b and 3.5/4.5 are fine", "I a/b, i 3,5/4,5 są w porządku"),
    ],
)
def test_addresses_pass_as_they_are(pair: str, source: str, target: str) -> None:
    """Whatever marks stand around them."""
    found = check("urls", pair, source, target)
    assert found.verdict == "pass", found.note


@pytest.mark.parametrize(
    ("pair", "source", "target"),
    [
        ("en-es", "Write to help@port.example.", "Escriba a ayuda@port.example."),
        ("en-fr", f"See {URL}.", "Voir."),
        ("en-de", f"See {URL}.", f"Siehe {URL}7."),
        ("en-it", f"{URL} {URL}", URL),
        ("ru-en", "Сайт: www.port.example/novosti", "Site: www.port.example/news"),
        ("en-pt", "None.", f"Nenhum: {URL}"),
    ],
)
def test_a_changed_address_fails(pair: str, source: str, target: str) -> None:
    """One sign is enough to lead nowhere."""
    assert verdict("urls", pair, source, target) == "fail"
