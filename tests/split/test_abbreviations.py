"""Abbreviations that sentences go on after: before numbers, in firms' names, initials of every script."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

import languages
from tests.split.test_splitter import cut

NUMBERED: dict[str, str] = {
    "ar": "جاء ذلك في ص. 12 وفي ج. 3 من التقرير. ‖ ثم رحل.",
    "bg": "Това гласи чл. 5, ал. 2 на стр. 12 и бр. 7. ‖ После си тръгна. ‖ Вж. гл. IV от т. 3.",
    "ca": "Ho diu l'art. 5, pàg. 12, del núm. 3. ‖ La No. 1 del món va perdre. ‖ Vegeu el cap. IV, vol. 2.",
    "cs": "Píše se to v čl. 5 odst. 2 na s. 12 v č. 3. ‖ Pak odešel. ‖ Viz kap. IV, sv. 2, obr. 7.",
    "da": "Det står i art. 5, stk. 2, s. 12 i nr. 3. ‖ Så gik han. ‖ Se kap. IV, bd. 2, fig. 7.",
    "de": "Das steht in Art. 5 Abs. 2 auf S. 12 der Nr. 3. ‖ Dann ging er. ‖ Siehe Kap. IV, Bd. 2, Abb. 7.",
    "el": "Το λέει το άρθ. 5, παρ. 2, σελ. 12, αρ. 3. ‖ Μετά έφυγε. ‖ Βλ. κεφ. IV, τόμ. 2, εικ. 7.",
    "en": "World no. 1 Hart beat no. 12 Lee. ‖ See art. 5, p. 3 and pp. 7 to 9. ‖ It is in ch. IV, vol. 2."
    " ‖ So does fig. 7. ‖ He said no. ‖ The No. 2 left, and nos. 3 and 4 too.",
    "eo": "Tion diras art. 5, p. 12, en n-ro. 3. ‖ Poste li foriris. ‖ Vidu ĉap. IV, vol. 2, fig. 7.",
    "es": "Lo dice el art. 5, pág. 12, del núm. 3. ‖ La No. 1 del mundo perdió ante la n.º 7."
    " ‖ Véase el cap. IV, vol. 2. ‖ Dijo que no. ‖ Quedó la nro. 4.",
    "fa": "این در ص. ۱۲ و ج. ۳ آمده است. ‖ سپس رفت.",
    "fr": "C'est l'art. 5, p. 12, du no. 3. ‖ Puis il partit. ‖ Voir chap. IV, vol. 2, fig. 7 et n. 4.",
    "gl": "Dío o art. 5, páx. 12, do núm. 3. ‖ A n.º 1 do mundo perdeu. ‖ Véxase o cap. IV, vol. 2.",
    "he": "כך נאמר בעמ. 12 ובסע. 5 של מס. 3. ‖ אחר כך הלך.",
    "hi": "यह पृ. 12 और सं. 3 में है। ‖ फिर वह गया। ‖ नं. 1 खिलाड़ी हारी।",
    "id": "Itu ada di hlm. 12, ps. 5, no. 3. ‖ Lalu ia pergi. ‖ Lihat bab IV, vol. 2, gbr. 7 di Jl. 5.",
    "it": "Lo dice l'art. 5, pag. 12, del nr. 3. ‖ La num. 1 al mondo ha perso. ‖ Si veda il cap. IV, n. 7.",
    "ja": "世界ランクNo. 1の選手は負けた。 ‖ p. 12とvol. 3を見よ。",
    "ko": "세계 No. 1 선수가 졌다. ‖ p. 12와 vol. 3을 보라.",
    "nb": "Det står i art. 5, kap. 3, s. 12, nr. 7. ‖ Så gikk han. ‖ Se kap. IV, bd. 2, fig. 7, pkt. 4.",
    "nl": "Dat staat in art. 5, p. 12, nr. 3. ‖ Toen ging hij. ‖ Zie hfst. IV, dl. 2, afb. 7, blz. 4.",
    "oc": "O ditz l'art. 5, p. 12, del num. 3. ‖ Puèi partiguèt. ‖ Vejatz lo cap. IV, vol. 2.",
    "pl": "Mówi o tym art. 5 ust. 2 na s. 12 w nr. 3. ‖ Potem wyszedł. ‖ Zob. rozdz. IV, rys. 7, poz. 4.",
    "pt": "Diz o art. 5, pág. 12, do n.º 3. ‖ A núm. 1 do mundo perdeu. ‖ Veja o cap. IV, vol. 2, p. 7.",
    "ro": "Scrie în art. 5, alin. 2, pag. 12, nr. 3. ‖ Apoi plecă. ‖ Vezi cap. IV, vol. 2, fig. 7, lit. 4.",
    "ru": "Об этом говорит ст. 5, п. 2, с. 12 в т. 3. ‖ Потом он ушёл. ‖ См. гл. IV, рис. 7 и ч. 4.",
    "sk": "Píše sa to v čl. 5 ods. 2 na s. 12 v č. 3. ‖ Potom odišiel. ‖ Pozri kap. IV, zv. 2, obr. 7.",
    "sv": "Det står i art. 5, kap. 3, s. 12, nr. 7. ‖ Sedan gick han. ‖ Se kap. IV, bd. 2, fig. 7, st. 4.",
    "tr": "Bu, md. 5, s. 12 ve no. 3 içinde yazıyor. ‖ Sonra gitti. ‖ Bkz. böl. IV, c. 2.",
    "uk": "Про це каже ст. 5, п. 2, с. 12 у т. 3. ‖ Потім він пішов. ‖ Див. гл. IV, рис. 7 і стор. 9.",
    "vi": "Xem tr. 12, t. 3, Q. 1 và P. 7. ‖ Sau đó ông đi.",
    "zh": "世界No. 1选手输了。 ‖ 见p. 12和vol. 3。",
}
"""Abbreviations before numbers, and the same letters where they are words."""

FIRMS: dict[str, tuple[str, ...]] = {
    "ca": ("Puig i Cia. & Fills va perdre. ‖ La botiga Roca S.A. i Cia. tanca. ‖ Després va obrir.",),
    "cs": ("Firma Novák a spol. s r. o. skončila. ‖ Pak přišel Novák & spol. & synové.",),
    "da": ("Firmaet Holm & Co. & Sønner lukkede. ‖ Det var Holm A/S.",),
    "de": ("Die Holm GmbH & Co. KG schließt. ‖ Auch Voss & Co. & Söhne klagt. ‖ Das war alles.",),
    "en": (
        "Reed & Co. & Sons, which owns it, left. ‖ So did Hart Bros. & Partners.",
        "Voss Ltd. & Co. KG lost. ‖ Lee Inc. + Friends stayed. ‖ Reed & Co. ‖ The rest won.",
    ),
    "es": ("Roca, S.A. y Cía. ganó. ‖ Puig y Cía. Ltda. perdió. ‖ Vos & Cía. & Hijos cerró.",),
    "fr": ("Roc et Cie. & Fils a perdu. ‖ La S.A. Voss et Cie. ferme. ‖ Elle a rouvert.",),
    "gl": ("Roca, S.A. e Cía. gañou. ‖ Puig e Cía. & Fillos pechou.",),
    "id": ("PT. Maju Jaya Tbk. rugi. ‖ Holm & Co. & Putra tutup.",),
    "it": ("La Rossi & C. S.p.A. chiude. ‖ La F.lli Bianchi & C. & Figli resta. ‖ Poi riapre.",),
    "nb": ("Firmaet Holm & Co. & Sønner stengte. ‖ Det var Holm AS.",),
    "nl": ("Jansen & Zn. & Co. sloot. ‖ De Vries en Zn. B.V. bleef open.",),
    "pl": ("Firma Nowak i S-ka sp. z o.o. upadła. ‖ Kowal & Co. & Synowie została.",),
    "pt": ("A Silva & Cia. Ltda. perdeu. ‖ A Costa e Cia. S.A. ganhou. ‖ A Reis & Cia. & Filhos fechou.",),
    "ro": ("Firma Popa & Co. & Fiii s-a închis. ‖ Apoi s-a redeschis.",),
    "ru": ("Фирма «Иванов и Ко.» закрылась. ‖ Холм & Ко. & сыновья остались.",),
    "sk": ("Firma Novák a spol. s r. o. skončila. ‖ Novák & spol. & synovia zostala.",),
    "sv": ("Firman Holm & Co. & Söner stängde. ‖ Det var Holm AB.",),
    "tr": ("Yılmaz Tic. Ltd. Şti. kapandı. ‖ Kaya & Co. & Oğulları kaldı.",),
    "uk": ("Фірма Іваненко & Ко. & сини зачинилася. ‖ Потім відкрилася.",),
}
"""Names of firms, in which ``&`` never begins a sentence."""

INITIALS: dict[str, str] = {
    "ar": "قال م. ن. حسن إنه سيعود. ‖ ثم رحل.",
    "bg": "Книгата е на Й. Й. Иванов и Л. А. Петрова. ‖ После замина.",
    "ca": "Ho va escriure J. R. R. Tolkien amb Ll. Puig. ‖ Després va marxar.",
    "cs": "Napsal to K. J. Erben s Ch. Novákem. ‖ Pak odešel.",
    "da": "H. C. Andersen og Th. Holm skrev den. ‖ Så gik de.",
    "de": "E. T. A. Hoffmann und Th. Mann schrieben es. ‖ Dann gingen Ch. Weber und sie.",
    "el": "Το έγραψε ο Κ. Π. Καβάφης με τον Χρ. Γιανναρά και τον Θ. Παπά. ‖ Μετά έφυγε.",
    "en": "J. R. R. Tolkien met W. E. B. Du Bois in St. Louis. ‖ Then C. S. Lewis and Ph. Marlowe left.",
    "eo": "L. L. Zamenhof verkis ĝin kun Ĉ. Ĝ. Novako. ‖ Poste li foriris.",
    "es": "Lo escribió J. L. Borges con Ll. Puig y Ch. Vega en St. Louis. ‖ Después se fue.",
    "fa": "م. ع. جمال‌زاده آن را نوشت. ‖ سپس رفت.",
    "fr": "J.-J. Rousseau et Ch. de Gaulle y vinrent avec Ph. Martin à St. Louis. ‖ Puis ils partirent.",
    "gl": "Escribiuno R. O. Pedrayo con Ch. Vega. ‖ Despois marchou.",
    "he": "א. ב. יהושע כתב את זה עם ש. י. עגנון. ‖ אחר כך הלך.",
    "hi": "ए. पी. जे. अब्दुल कलाम और एम. एस. धोनी आए। ‖ फिर वे गए।",
    "id": "Buku itu ditulis W. S. Rendra dan H. B. Jassin di St. Louis. ‖ Lalu mereka pergi.",
    "it": "Lo scrisse G. B. Vico con Ch. Rossi a St. Louis. ‖ Poi partì.",
    "ja": "J. K. ローリングが書いた。 ‖ その後、去った。",
    "ko": "J. K. 롤링이 썼다. ‖ 그 뒤 떠났다.",
    "nb": "B. S. Ingemann og Kr. Holm skrev den. ‖ Så gikk de.",
    "nl": "J. R. R. Tolkien en IJ. de Vries kwamen naar St. Louis. ‖ Toen gingen Chr. Jansen en Th. Smit.",
    "oc": "O escriguèt J. B. Puèg amb Ch. Roca. ‖ Puèi partiguèt.",
    "pl": "Napisał to K. I. Gałczyński z Cz. Miłoszem i St. Lemem. ‖ Potem wyszli.",
    "pt": "Escreveu-o J. M. Machado com Ch. Silva em St. Louis. ‖ Depois partiu.",
    "ro": "A scris-o I. L. Caragiale cu Șt. O. Iosif. ‖ Apoi plecă.",
    "ru": "Это написал А. С. Пушкин с Ю. М. Лотманом и Дж. Р. Р. Толкином. ‖ Потом он ушёл.",
    "sk": "Napísal to P. O. Hviezdoslav s Ch. Novákom. ‖ Potom odišiel.",
    "sv": "Det skrev C. J. L. Almqvist och Chr. Holm i St. Louis. ‖ Sedan gick de.",
    "tr": "Bunu İ. H. Tonguç ve Ş. S. Aydemir yazdı. ‖ Sonra gittiler.",
    "uk": "Це написав Т. Г. Шевченко з Є. П. Гребінкою та Дж. Р. Р. Толкіном. ‖ Потім він пішов.",
    "vi": "Sách do Đ. T. Nam và N. V. Hùng viết ở St. Louis. ‖ Sau đó họ đi.",
    "zh": "这本书是J. K. 罗琳写的。 ‖ 后来她走了。",
}
"""Initials, one letter each or two that stand for one sound, and saints of places."""

ET_AL: dict[str, str] = {
    code: f"{sentence} ‖ {following}"
    for code, sentence, following in (
        (
            "en",
            "Smith et al. found it in 2020, and Lee et al. (2021) agreed with Hart et al.",
            "The rest did not.",
        ),
        ("es", "Lo hallaron Pérez et al. (2021) y lo negaron Vega et al.", "El resto no."),
        ("fr", "Martin et al. (2021) l'ont montré, et Roc et al. l'ont nié.", "Les autres non."),
        ("de", "Weber et al. (2021) zeigten es, und Holm et al. stritten es ab.", "Der Rest schwieg."),
        ("it", "Lo trovarono Rossi et al. (2021) e lo negarono Verdi et al.", "Gli altri no."),
        ("pt", "Silva et al. (2021) mostraram, e Reis et al. negaram.", "Os outros não."),
        ("nl", "Jansen et al. (2021) vonden het, en Smit et al. niet.", "De rest zweeg."),
        ("sv", "Holm et al. (2021) fann det, och Berg et al. nekade.", "De andra teg."),
        ("ca", "Puig et al. (2021) ho van trobar i Roca et al. ho van negar.", "Els altres no."),
        ("pl", "Nowak et al. (2021) to wykazali, a Lis et al. zaprzeczyli.", "Reszta milczy."),
        ("cs", "Novák et al. (2021) to zjistili a Malý et al. to popřeli.", "Ostatní mlčí."),
        ("id", "Rendra et al. (2021) menemukannya, dan Jassin et al. menolak.", "Yang lain diam."),
        ("tr", "Yılmaz et al. (2021) bunu buldu, Kaya et al. ise reddetti.", "Diğerleri sustu."),
        ("ro", "Popa et al. (2021) au găsit, iar Iosif et al. au negat.", "Restul tac."),
        ("ru", "Ivanov et al. (2021) это нашли, а Petrov et al. отрицали.", "Остальные молчат."),
        ("ko", "Kim et al. (2021)은 그것을 찾았다.", "나머지는 침묵했다."),
    )
}
"""Authors of studies."""

MORE: dict[str, tuple[str, ...]] = {
    "ar": ("انظر ج. 2 من كتاب د. أ. م. حسن. ‖ ثم رحل.",),
    "de": (
        "Das Urteil (Az. 5 U 12/24) nach S. 1 i. V. m. Art. 5 fiel. ‖ Er wohnt Hauptstr. 5. ‖ Dann ging er.",
    ),
    "en": (
        "It was built c. 1900, holds max. 5 cars and has tel. 555. ‖ See sect. 3 at no. 10's request.",
        "Senator J. D. Lee said no. ‖ He holds a J.D. ‖ The rest left.",
    ),
    "es": ("Fue en el km. 5 de la ctra. 340. ‖ No hubo heridos.",),
    "it": ("Lo vieta il d.lgs. 81. ‖ Poi basta.",),
    "ja": ("＂誰が払うのか？＂市長は叫んだ。 ‖ 雨が降った。",),
    "pt": ("A R. Augusta, n. 5, fechou. ‖ Depois abriu.",),
    "sv": ("Enl. 3 kap. 5 § gäller det. ‖ Sedan var det slut.",),
}
"""More that was cut, of the same kinds."""

DUTCH = (
    "De winkel gaat dicht. ‖ 's Avonds is er politie. ‖ 't Is rustig in de straat.",
    "Hij kwam. ‖ 's-Hertogenbosch krijgt agenten. ‖ 'k Weet het niet. ‖ 'n Man liep weg.",
    "Het regent. ‖ ’s Ochtends is het droog. ‖ ’t Wordt koud. ‖ ’n Week duurt het. ‖ ’k Ga naar huis.",
    "Gaat hij? ‖ 's Zondags niet! ‖ 't Kofschip is dicht… ‖ 's Gravenhage ook.",
    "“Nee.” ‖ 's Middags kwam zij. ‖ Zij woont bij prof. 't Hart in 's-Gravenhage.",
)
"""Words that are clipped to one letter stay small, and the next word has the capital."""


def rows(table: Mapping[str, str | tuple[str, ...]]) -> list[tuple[str, str]]:
    """Return the language and the text of every row."""
    return [
        (code, text)
        for code, texts in table.items()
        for text in ([texts] if isinstance(texts, str) else texts)
    ]


@pytest.mark.parametrize(
    ("code", "text"),
    [*rows(NUMBERED), *rows(FIRMS), *rows(INITIALS), *rows(ET_AL), *rows(MORE), *rows({"nl": DUTCH})],
)
def test_a_sentence_goes_on_after_its_abbreviations(code: str, text: str) -> None:
    """And ends where it ends."""
    expected = [sentence.strip() for sentence in text.split("‖")]
    assert cut(languages.get(code).separator.join(expected), code) == expected


def test_every_language_has_its_numbers_and_initials() -> None:
    """The tables name each."""
    assert NUMBERED.keys() == INITIALS.keys() == set(languages.codes())


FIRMS_OF: dict[str, tuple[str, str]] = {
    "bg": ("Шефът на ", " Фиат продаде завода."),
    "ca": ("L'amo de la ", " Fiat va vendre la fàbrica."),
    "cs": ("Šéf firmy ", " Fiat prodal továrnu."),
    "da": ("Chefen for ", " Fiat solgte fabrikken."),
    "de": ("Der Chef der ", " Fiat verkaufte das Werk."),
    "el": ("Ο επικεφαλής της ", " Φίατ πούλησε το εργοστάσιο."),
    "en": ("The owner of the ", " Fiat sold the works."),
    "eo": ("La estro de ", " Fiat vendis la fabrikon."),
    "es": ("El dueño de ", " Fiat vendió su fábrica."),
    "fr": ("Le patron de la ", " Fiat a vendu son usine."),
    "gl": ("O dono de ", " Fiat vendeu a fábrica."),
    "id": ("Pemilik ", " Fiat menjual pabrik."),
    "it": ("Il capo della ", " Fiat ha venduto la fabbrica."),
    "nb": ("Sjefen for ", " Fiat solgte fabrikken."),
    "nl": ("De baas van ", " Fiat verkocht de fabriek."),
    "oc": ("Lo patron de la ", " Fiat vendèt la fabrica."),
    "pl": ("Szef firmy ", " Fiat sprzedał fabrykę."),
    "pt": ("O dono da ", " Fiat vendeu a fábrica."),
    "ro": ("Șeful firmei ", " Fiat a vândut fabrica."),
    "ru": ("Глава ", " Фиат продал завод."),
    "sk": ("Šéf firmy ", " Fiat predal továreň."),
    "sv": ("Chefen för ", " Fiat sålde fabriken."),
    "tr": ("Dün ", " Fiat fabrikayı sattı."),
    "uk": ("Голова ", " Фіат продав завод."),
    "vi": ("Chủ của ", " Fiat bán nhà máy."),
}
"""What stands before and after the form of a company that stands before its name."""
FORMS = (
    *("S.p.A.", "S.r.l.", "N.V.", "B.V.", "A.Ş.", "d.o.o.", "d.d.", "Sp. z o.o.", "S.A.", "s.r.o.", "a.s."),
    *("Kft.", "Zrt.", "Pty. Ltd.", "Ltd.", "Inc.", "Corp.", "Co. Ltd.", "S.A.S.", "Ltda.", "S.A. de C.V."),
    *("S.L.", "A.E.", "О.О.О.", "P.T.", "Tic. Ltd. Şti.", "Lda.", "Bros.", "Éts.", "Ets.", "Sdn. Bhd."),
    *("S.à r.l.", "S.a r.l.", "S.à.r.l.", "& Co.", "& Cie.", "+ Co. Ltd."),
)


@pytest.mark.parametrize("code", FIRMS_OF)
def test_the_form_of_a_company_before_its_name(code: str) -> None:
    """Ends no sentence, whatever language it is of; after a name it may."""
    before, after = FIRMS_OF[code]
    for form in FORMS:
        assert cut(f"{before}{form}{after}", code) == [f"{before}{form}{after}"], form


@pytest.mark.parametrize(
    "form", ["S.p.A.", "Kft.", "N.V.", "Ltda.", "Pty. Ltd.", "d.o.o.", "Oyj.", "& Co.", "S.à r.l."]
)
def test_the_form_of_a_company_after_its_name(form: str) -> None:
    """Ends a sentence before a word that begins one, but not before a name and a title."""
    assert cut(f"He sold Voss {form} The price is unknown.", "en") == [
        f"He sold Voss {form}",
        "The price is unknown.",
    ]
    assert len(cut(f"He met Voss {form} Chairman Ivan Petrov in Rome.", "en")) == 1


@pytest.mark.parametrize("code", [each.code for each in languages.everyone() if each.sentences.calendar])
def test_short_names_of_months_and_days(code: str) -> None:
    """Go on with the number after them."""
    for name in languages.get(code).sentences.calendar:
        assert len(cut(f"Abc def ghi 12 {name}. 2025 jkl mno.", code)) == 1, name


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (
            "en",
            "In 52 B.C. Caesar took the city. ‖ He left on Oct. 12. ‖ The rest stayed on Mon. Oct. 6 too.",
        ),
        ("fr", "En 52 av. J.-C. César prit la ville. ‖ La ville date de 52 av. J.-C. ‖ Elle fut prise."),
        ("fr", "Les Éts. Martin ferment. ‖ Lun. 12 mai il partira."),
        ("es", "En el 52 a. C. César tomó la ciudad. ‖ Luego se fue."),
        ("it", "Nel 52 a.C. Cesare prese la città. ‖ Poi partì."),
        ("pt", "Em 52 a.C. César tomou a cidade. ‖ Depois partiu."),
        ("ru", "В 52 г. до н. э. Цезарь взял город. ‖ Потом ушёл."),
        ("nl", "In 52 v.Chr. Caesar nam de stad in. ‖ Daarna vertrok hij."),
        ("ro", "În 52 î.Hr. Cezar a luat orașul. ‖ Apoi a plecat."),
    ],
)
def test_an_era_after_which_a_sentence_goes_on(code: str, text: str) -> None:
    """A phrase with a year has no verb yet."""
    assert cut(text.replace(" ‖", ""), code) == text.split(" ‖ ")
