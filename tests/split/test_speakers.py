"""Clauses of speech: each stays with its quotation, in every language, and is found where it is bare."""

from __future__ import annotations

import pytest

import languages
from pipeline.split.speakers import speech_clauses
from tests.split.test_splitter import cut

SPOKEN: dict[str, tuple[str, str, str]] = {
    "ar": ("«من يدفع ثمن كل هذا؟»", "سألت رئيسة البلدية.", "وصلت المياه إلى الكنيسة."),
    "bg": ("„Кой ще плати?“", "Кметът Иванов попита.", "Водата стигна до църквата."),
    "ca": ("«Qui ho paga?»", "L'alcaldessa Puig va preguntar.", "L'aigua va arribar a l'església."),
    "cs": ("„Kdo to zaplatí?“", "Starosta Novák se zeptal.", "Voda dosáhla ke kostelu."),
    "da": ("»Hvem betaler?«", "Borgmester Ida Voss spurgte.", "Vandet nåede kirken."),
    "de": ("„Wer bezahlt das?“", "Bürgermeisterin Ida Voss fragte.", "Das Wasser erreichte die Kirche."),
    "el": ("«Ποιος πληρώνει!»", "Η δήμαρχος Βος φώναξε.", "Το νερό έφτασε στην εκκλησία."),
    "en": ("“Who pays for all this?”", "Mayor Ida Voss asked.", "The water reached the church."),
    "eo": ("“Kiu pagos?”", "Urbestro Voss demandis.", "La akvo atingis la preĝejon."),
    "es": ("«¿Quién paga todo esto?»", "La alcaldesa Vos preguntó.", "El agua llegó a la iglesia."),
    "fa": ("«چه کسی پول می‌دهد؟»", "شهردار پرسید.", "آب به کلیسا رسید."),
    "fr": ("« Qui paie tout cela ? »", "La maire Ida Voss a demandé.", "L'eau a atteint l'église."),
    "gl": ("«Quen paga isto?»", "A alcaldesa Vos preguntou.", "A auga chegou á igrexa."),
    "he": ("״מי משלם?״", "ראש העיר שאלה.", "המים הגיעו לכנסייה."),
    "hi": ("“हम समय पर नहीं पहुँचे।”", "मेयर ने कहा।", "पानी चर्च तक पहुँच गया।"),
    "id": ("“Siapa yang membayar?”", "Wali Kota Voss bertanya.", "Air mencapai gereja."),
    "it": ("«Chi paga tutto questo?»", "La sindaca Voss ha chiesto.", "L'acqua ha raggiunto la chiesa."),
    "ja": ("「誰が払うのか！」", "市長は叫んだ。", "水は教会に達した。"),
    "ko": ("“누가 돈을 냅니까?”", "시장이 물었다.", "물은 교회까지 닿았다."),
    "nb": ("«Hvem betaler?»", "Ordfører Ida Voss spurte.", "Vannet nådde kirken."),
    "nl": ("“Wie betaalt dit?”", "Burgemeester Voss vroeg.", "Het water bereikte de kerk."),
    "oc": ("«Qual paga?»", "La cònsol Vòs demandèt.", "L'aiga arribèt a la glèisa."),
    "pl": ("„Kto za to zapłaci?”", "Burmistrz Nowak zapytał.", "Woda dotarła do kościoła."),
    "pt": ("“Quem paga tudo isto?”", "A prefeita Voss perguntou.", "A água chegou à igreja."),
    "ro": ("„Cine plătește?”", "Primarul Ionescu a întrebat.", "Apa a ajuns la biserică."),
    "ru": ("«Кто заплатит?»", "Мэр Иванов спросил.", "Вода дошла до церкви."),
    "sk": ("„Kto to zaplatí?“", "Primátor Novák sa spýtal.", "Voda siahala po kostol."),
    "sv": ("”Vem betalar?”", "Borgmästare Ida Voss frågade.", "Vattnet nådde kyrkan."),
    "tr": ("“Kim ödeyecek?”", "Belediye Başkanı Yılmaz sordu.", "Su kiliseye ulaştı."),
    "uk": ("«Хто заплатить?»", "Мер Іваненко запитав.", "Вода дійшла до церкви."),
    "vi": ("“Ai trả tiền?”", "Thị trưởng Voss hỏi.", "Nước tràn tới nhà thờ."),
    "zh": ("“谁来付钱？”", "市长问。", "水流到了教堂。"),
}
"""A quotation, the clause that says who spoke, and the next sentence."""

VERBS: dict[str, tuple[str, ...]] = {
    "ar": ("رئيسة البلدية همست.", "الوزير احتج."),
    "bg": ("Кметът Иванов въздъхна.", "Кметът призна."),
    "ca": ("L'alcaldessa Puig murmurà.", "L'alcalde avisa."),
    "cs": ("Starosta Novák namítl.", "Starostka namítá."),
    "da": ("Borgmester Ida Voss sukkede.", "Borgmesteren indrømmer."),
    "de": ("Bürgermeisterin Ida Voss seufzte.", "Der Minister erläuterte."),
    "el": ("Η δήμαρχος Βος ψιθύρισε.", "Ο υπουργός παραδέχεται."),
    "en": ("Mayor Ida Voss muttered.", "The minister conceded."),
    "eo": ("Urbestro Voss flustris.", "La ministro konfesas."),
    "es": ("La alcaldesa Vos murmuró.", "El ministro sentenció."),
    "fa": ("شهردار زمزمه کرد.",),
    "fr": ("La maire Ida Voss a soupiré.", "Le ministre tonne."),
    "gl": ("A alcaldesa Vos rosmou.", "O ministro matizou."),
    "he": ("ראש העיר לחשה.", "השר הודה."),
    "hi": ("मेयर ने समझाया।",),
    "id": ("Wali Kota Voss berbisik.", "Menteri membantah."),
    "it": ("La sindaca Voss ha mormorato.", "Il ministro sbotta."),
    "ja": ("市長は嘆きました。", "大臣は断言した。"),
    "ko": ("시장이 중얼거렸다.", "장관은 당부했다."),
    "nb": ("Ordfører Ida Voss sukket.", "Statsråden innrømmet."),
    "nl": ("Burgemeester Voss mopperde.", "De minister erkende."),
    "oc": ("La cònsol Vòs murmurèt.",),
    "pl": ("Burmistrz Nowak westchnął.", "Minister przyznaje."),
    "pt": ("A prefeita Voss sussurrou.", "O ministro rebateu."),
    "ro": ("Primarul Ionescu a oftat.", "Ministrul admite."),
    "ru": ("Мэр Иванов вздохнул.", "Министр парировал."),
    "sk": ("Primátor Novák namietol.", "Minister pripúšťa."),
    "sv": ("Borgmästare Ida Voss suckade.", "Ministern medgav."),
    "tr": ("Belediye Başkanı Yılmaz mırıldandı.", "Bakan yanıtlıyor."),
    "uk": ("Мер Іваненко зітхнув.", "Міністр визнав."),
    "vi": ("Thị trưởng Voss than.",),
    "zh": ("市长叹道。", "部长坦承。"),
}
"""Clauses of speech with rarer verbs."""

OTHERS: tuple[tuple[str, str, str], ...] = (
    ("en", "“Who pays?”", "Mayor Voss said she would speak to the council."),
    ("en", "“Who pays?”", "Voss asked the council for two million euros on Friday."),
    ("en", "“Who pays?”", "The mayor left the hall."),
    ("en", "“We are late.”", "The mayor told reporters on Monday that the pumps had failed."),
    ("en", "“Who pays?”", "Voss said: “Nobody.”"),
    ("en", "“Who pays?”", "The incident happened in Holm, police said."),
    ("en", "“Who pays?”", "The incident happened in Holm, said police."),
    ("cs", "„Kdo to zaplatí?“", "K nehodě došlo v Holmu, řekla policie."),
    ("ja", "「誰が払うのか！」", "事件は夜に起きたと警察は述べた。"),
    ("ja", "「誰が払うのか！」", "市長は理由を述べた。"),
    ("ko", "“누가 돈을 냅니까?”", "사건이 밤에 발생했다고 경찰은 말했다."),
    ("es", "«¿Quién paga?»", "La alcaldesa dijo que el agua llegó a la iglesia."),
    ("fr", "« Qui paie ? »", "Le maire a dit qu’il partait."),
    ("de", "„Wer bezahlt?“", "Er sagte, er gehe nach Hause."),
    ("da", "»Hvem betaler?«", "Hun sagde, at vandet kom."),
    ("cs", "„Kdo to zaplatí?“", "Starosta řekl, že voda klesá."),
    ("ru", "«Кто заплатит?»", "Мэр сказал, что вода уходит."),
    ("pt", "“Não fui eu.”", "Você se lembra?"),
    ("tr", "“Kim ödeyecek?”", "Başkan istifa edeceğini söyledi."),
    ("ar", "«من يدفع؟»", "قال إن المياه وصلت."),
    ("fa", "«چه کسی پول می‌دهد؟»", "شهردار گفت که آب رسید."),
    ("hi", "“कौन देगा?”", "मेयर ने कहा कि पानी आया।"),
    ("ko", "“누가 돈을 냅니까?”", "시장은 사퇴하겠다고 말했다."),
    ("ja", "「誰が払うのか！」", "市長は辞任すると述べた。"),
    ("zh", "“谁来付钱？”", "市长说，水已经退了。"),
    ("zh", "“谁来付钱？”", "他写了一部小说。"),
)
"""A quotation, and a sentence of its own that looks like such a clause."""


def test_every_language_has_its_quotation() -> None:
    """The table names each once, and each file has verbs."""
    assert SPOKEN.keys() == set(languages.codes())
    assert all(language.sentences.speech for language in languages.everyone())


@pytest.mark.parametrize("code", SPOKEN)
def test_a_clause_of_speech_stays_with_its_quotation(code: str) -> None:
    """Whatever mark the quotation ends with, and whatever follows the clause."""
    separator = languages.get(code).separator
    quotation, clause, following = SPOKEN[code]
    whole = separator.join((quotation, clause))
    assert cut(separator.join((whole, following)), code) == [whole, following]
    assert cut(separator.join((following, whole)), code) == [following, whole]


@pytest.mark.parametrize("code", SPOKEN)
def test_it_is_bare_where_it_stands_alone(code: str) -> None:
    """With its quotation it is not, and a sentence of the report never is."""
    quotation, clause, following = SPOKEN[code]
    speech = speech_clauses(languages.get(code))
    assert speech.is_bare(clause)
    assert not speech.is_bare(following)
    assert not speech.is_bare(languages.get(code).separator.join((quotation, clause)))


SOURCES = {
    "ar": ("وفقا لرئيس البلدية.", "وفقا لرئيس البلدية، ارتفع الماء طوال الليل."),
    "bg": ("Според кмета на града.", "Според кмета, водата се покачва."),
    "ca": ("Segons l'alcaldessa.", "Segons l'alcaldessa, l'aigua puja."),
    "cs": ("Podle starosty města.", "Podle starosty města v noci voda stoupala a pole stála."),
    "da": ("Ifølge borgmesteren.", "Ifølge borgmesteren steg vandet hele natten i hele byen."),
    "de": ("Dem Bürgermeister zufolge.", "Dem Bürgermeister zufolge stieg das Wasser die ganze Nacht."),
    "el": ("Σύμφωνα με τον δήμαρχο.", "Σύμφωνα με τον δήμαρχο, το νερό ανεβαίνει."),
    "en": ("According to the mayor.", "According to the mayor, the water rose."),
    "eo": ("Laŭ la urbestro.", "Laŭ la urbestro, la akvo altiĝis."),
    "es": ("Según el alcalde de Lugo.", "Según el alcalde, el agua sube."),
    "fa": ("به گفته شهردار.", "به گفته شهردار، آب بالا آمد."),
    "fr": ("D’après le maire.", "D’après le maire, l’eau monte."),
    "gl": ("Segundo o alcalde.", "Segundo o alcalde, a auga sobe."),
    "he": ("לדברי ראש העיר.", "לדברי ראש העיר, המים עלו."),
    "hi": ("महापौर के अनुसार।", "महापौर के अनुसार पानी रात भर बढ़ता रहा।"),
    "id": ("Menurut wali kota.", "Menurut wali kota, air naik."),
    "it": ("Secondo il sindaco.", "Secondo il sindaco, l’acqua sale."),
    "ja": ("市長によると。", "市長によると、水位が上がった。"),
    "ko": ("시장에 따르면.", "시장에 따르면 물이 밤새 불어났다."),
    "nb": ("Ifølge ordføreren.", "Ifølge ordføreren steg vannet hele natten i byen."),
    "nl": ("Volgens de burgemeester.", "Volgens de burgemeester steeg het water de hele nacht."),
    "oc": ("Segon lo cònsol.", "Segon lo cònsol, l’aiga monta."),
    "pl": ("Według burmistrza.", "Według burmistrza, woda rośnie."),
    "pt": ("De acordo com o autarca.", "De acordo com o autarca, a água sobe."),
    "ro": ("Potrivit primarului.", "Potrivit primarului, apa crește."),
    "ru": ("По словам мэра.", "По словам мэра, вода поднимается."),
    "sk": ("Podľa primátora.", "Podľa primátora, voda stúpa."),
    "sv": ("Enligt borgmästaren.", "Enligt borgmästaren steg vattnet hela natten i staden."),
    "tr": ("Başkana göre.", "Başkana göre su bütün gece yükseldi."),
    "uk": ("За словами мера.", "За словами мера, вода піднімається."),
    "vi": ("Theo thị trưởng.", "Theo thị trưởng, nước dâng cao."),
    "zh": ("据市长。", "据市长介绍，水位整夜上涨。"),
}
"""Where a sentence has its news from, without the news, and with it."""


def test_every_language_says_where_news_is_from() -> None:
    """None is missing above."""
    assert SOURCES.keys() == set(languages.codes())


@pytest.mark.parametrize("code", SOURCES)
def test_where_news_is_from_and_no_more(code: str) -> None:
    """Is told from a sentence that has the news too."""
    bare, whole = SOURCES[code]
    assert speech_clauses(languages.get(code)).is_source(bare)
    assert not speech_clauses(languages.get(code)).is_source(whole)


VERB_FIRST = {
    "ar": "قال رئيس البلدية.",
    "bg": "Каза кметът.",
    "ca": "Va dir l'alcalde.",
    "cs": "Řekl starosta.",
    "da": "Sagde borgmesteren.",
    "de": "Sagte der Bürgermeister.",
    "el": "Είπε ο δήμαρχος.",
    "en": "Said the mayor of the city.",
    "eo": "Diris la urbestro.",
    "es": "Dijo el alcalde.",
    "fr": "A demandé la maire de Lyon, Anne Martin.",
    "gl": "Dixo o alcalde.",
    "he": "אמר ראש העיר.",
    "it": "Ha detto il sindaco.",
    "nb": "Sa ordføreren.",
    "nl": "Zei de burgemeester.",
    "oc": "Diguèt lo cònsol.",
    "pl": "Powiedział burmistrz.",
    "pt": "Disse o prefeito.",
    "ro": "A spus primarul.",
    "ru": "Сказал мэр.",
    "sk": "Povedal primátor.",
    "sv": "Sade borgmästaren.",
    "uk": "Сказав мер.",
}
"""Clauses that begin with their verb, in the languages that have such."""


@pytest.mark.parametrize("code", VERB_FIRST)
def test_a_clause_may_begin_with_its_verb(code: str) -> None:
    """In a paragraph of its own it says who spoke, and no more; a sentence of the report does not."""
    speech = speech_clauses(languages.get(code))
    assert speech.is_bare(VERB_FIRST[code]) or speech.is_inverted(VERB_FIRST[code])
    assert not speech.is_inverted(SPOKEN[code][2])


@pytest.mark.parametrize(
    ("code", "text", "is_inverted"),
    [
        ("en", "Said he.", True),
        ("en", "Said Voss, the mayor.", True),
        ("en", "Asked about the dam, she left.", False),
        ("en", "He said the road was closed.", False),
        ("en", "Noted for its wine, the town grew.", False),
        ("en", "Said she was wrong.", False),
        ("es", "Dijo que la carretera sigue cerrada.", False),
        ("fr", "A déclaré que la route est fermée.", False),
        ("fr", "S'exclame le maire.", True),
        ("tr", "Söyledi başkan.", False),
    ],
)
def test_what_begins_with_a_verb_may_say_more(code: str, text: str, is_inverted: bool) -> None:
    """What was said, what was asked about, or another subject."""
    assert speech_clauses(languages.get(code)).is_inverted(text) is is_inverted


@pytest.mark.parametrize(("code", "quotation", "sentence"), OTHERS)
def test_a_sentence_of_its_own_does_not(code: str, quotation: str, sentence: str) -> None:
    """It says what was said, asks, or leads to the next quotation."""
    text = languages.get(code).separator.join((quotation, sentence))
    assert cut(text, code)[0] == quotation
    assert not speech_clauses(languages.get(code)).is_bare(sentence) or sentence.endswith("”")


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("“Why?” Mr. J. Voss Jr. said. The rest left.", "“Why?” Mr. J. Voss Jr. said."),
        ("“Why?” Voss, the mayor of Holm, asked. The rest left.", "“Why?” Voss, the mayor of Holm, asked."),
        ("“Who pays?” U.S. Senator J. D. Lee said. He left.", "“Who pays?” U.S. Senator J. D. Lee said."),
        ("“Why?” Voss, 52, said. The rest left.", "“Why?” Voss, 52, said."),
        ("“Why?” Voss asked, and turned away. He left.", "“Why?” Voss asked, and turned away."),
        ("“Why?” Voss told reporters on Monday. He left.", "“Why?” Voss told reporters on Monday."),
        ("“We are late.” Mayor Voss said. He left.", "“We are late.” Mayor Voss said."),
        ("'Why?' Voss asked. He left.", "'Why?' Voss asked."),
        ('"Why?" Voss asked. He left.', '"Why?" Voss asked.'),
        ("“Stop …” Voss said. He left.", "“Stop …” Voss said."),
    ],
)
def test_names_and_asides_belong_to_the_clause(text: str, whole: str) -> None:
    """Abbreviations and initials in them end nothing."""
    assert cut(text, "en")[0] == whole


@pytest.mark.parametrize("code", languages.codes())
def test_a_rarer_verb_of_speech_stays_with_its_quotation(code: str) -> None:
    """As the common ones do, and no summary takes the clause by itself."""
    quotation, _, following = SPOKEN[code]
    space = languages.get(code).separator
    for clause in VERBS[code]:
        found = cut(space.join((quotation, clause, following)), code)
        assert found == [space.join((quotation, clause)), following], clause
        assert speech_clauses(languages.get(code)).is_bare(clause), clause
