"""What newsletters and mail programs put around a text: how to leave, where to read it, the device.

These lines are known by their words, in all languages that have a file, and only where they stand: short, and
at the end of a message, or before its first words. In HTML the element may say it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.read.formats.compose import SourcePart

if TYPE_CHECKING:
    from lxml.etree import _Element

_LEAVE = re.compile(
    r"\b(?:unsubscribe|opt[ -]out|(?:manage|update|change) (?:your )?(?:e-?mail )?(?:preferences"
    r"|subscription)"
    r"|you(?:'re| are)? receiv(?:e|ed|ing) this|se désinscrire|se désabonner|désinscri(?:vez|ption)"
    r"|désabonne(?:z|ment)|gérer (?:vos|mes) préférences|vous recevez (?:cet?|cette)|dar(?:se|te) de baja"
    r"|(?:cancelar|anular) (?:la |tu |su )?suscripción|desuscrib\w+|recib(?:es?|ió) este (?:correo"
    r"|mensaje|boletín)"
    r"|gestionar (?:tus|sus) preferencias|donar-(?:se|vos|te) de baixa|cancel·lar la subscripció"
    r"|rep(?:s|eu) aquest (?:correu|missatge|butlletí)|darse de baixa|cancelar a subscrición"
    r"|cancelar (?:a )?(?:subscrição|inscrição|assinatura)|descadastr\w+"
    r"|recebe(?:u)? est[ea] (?:e-?mail|mensagem)"
    r"|disiscriver\w+|disiscri(?:viti|zione)|annulla(?:re)? l['’]iscrizione|cancellar(?:si|ti) dalla"
    r"|ricevi questa (?:e-?mail|newsletter)|se desinscriure|se desabonar|dezabon\w+|abmelden|abbestellen"
    r"|sie erhalten (?:diese|dieses)|uitschrijven|afmelden|(?:u|je) ontvangt deze|afmeld\w*|avmeld\w*"
    r"|meld deg av|avregistrera\w*|avprenumerera|avsluta prenumerationen?|odhlásit|odhlásiť|wypisz się"
    r"|wypisać się|(?:zrezygnuj z|anuluj) subskrypcj\w+|отписаться|отказаться от рассылки|відписатися"
    r"|скасувати підписку|отпиши\w*|отписване|απεγγραφή|κατάργηση εγγραφής|διαγραφή από τη λίστα"
    r"|abonelikten (?:çık|ayrıl)\w*|listeden çık\w*|hủy đăng ký|berhenti berlangganan|malaboni)\b"
    r"|सदस्यता (?:समाप्त|रद्द)|إلغاء الاشتراك|لغو (?:اشتراک|عضویت)|להסרה מ|הסרה מרשימת|ביטול (?:ה)?מינוי"
    r"|退订|退訂|取消订阅|取消訂閱|配信(?:を)?(?:停止|解除)"
    r"|購読(?:を)?解除|登録解除|수신 ?거부|구독 ?(?:취소|해지)",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"©\s?\d{4}|copyright (?:©|\(c\)|\d{4})|\b(?:all rights reserved|tous droits réservés"
    r"|todos los derechos reservados|tots els drets reservats|todos os (?:dereitos|direitos) reservados"
    r"|tutti i diritti riservati|totes los dreches reservats|toate drepturile rezervate"
    r"|alle rechte vorbehalten|alle rechten voorbehouden|alle rettigheder forbeholdes|alle rettigheter"
    r"|alla rättigheter förbehållna|všechna práva vyhrazena|všetky práva vyhradené"
    r"|wszelkie prawa zastrzeżone|все права защищены|[ву]сі права захищені|всички права запазени"
    r"|με επιφύλαξη παντός δικαιώματος|tüm hakları saklıdır|bảo lưu mọi quyền|hak cipta dilindungi)\b"
    r"|सर्वाधिकार सुरक्षित|جميع الحقوق محفوظة|(?:تمامی?"
    r"|کلیه) حقوق|כל הזכויות שמורות|版权所有|版權所有|무단 ?전재",
    re.IGNORECASE,
)
_DEVICE = re.compile(
    r"(?:sent from (?:my|outlook|yahoo|mail)|envoyé (?:de|depuis) mon|enviado (?:desde|do) m[ei]u?"
    r"|enviado desde o meu"
    r"|enviat (?:des )?del? meu|inviato da(?:l mio)? (?:iphone|ipad|android|cellulare)|trimis de pe"
    r"|(?:von meinem .{1,20} gesendet)|gesendet von meinem|(?:verzonden|verstuurd) vanaf mijn|sendt fra min"
    r"|skickat från min|odesláno z|odoslané z|wysłan[eo] z|отправлено с|надіслано з|изпратено от моя"
    r"|στάλθηκε από το|.{1,20} gönderildi$|được gửi từ|dikirim dari|أ?رسلت? من (?:ال)?(?:iphone|آيفون)"
    r"|ارسال شده از|נשלח מה|发自我的|從我的|.{1,12}から送信|나의 .{1,12}에서 보냄)",
    re.IGNORECASE,
)
_BROWSER = re.compile(
    r"\bin (?:your |a |the )?browser\b|\bdans (?:votre|le) navigateur|\bversion en ligne\b"
    r"|\ben (?:el|tu|su) navegador"
    r"|\b(?:al|en el) (?:teu |vostre )?navegador|\bno (?:teu |seu )?navegador|\bnel (?:tuo )?browser"
    r"|\bim browser\b"
    r"|\bin (?:je|uw|de) browser|\bi (?:din )?browser|\bi nettleser|\bi (?:din )?webbläsare|\bv prohlížeči"
    r"|\bv prehliadači|\bw przeglądarce|\bв браузере|\b[ву] браузері|\bв браузъра|\bîn browser"
    r"|στο πρόγραμμα περιήγησης|στον browser|\btarayıcı\w*da\b|trong trình duyệt|\bdi (?:browser|peramban)"
    r"|\bal navegador|en via retumilo|ब्राउज़र में"
    r"|في المتصفح|در مرورگر|בדפדפן|在浏览器|在瀏覽器|ブラウザで|브라우저에서",
    re.IGNORECASE,
)
_LONGEST = 160
"""Signs of a line around a text, at most."""
_LONGEST_FIRST = 120
"""Signs of a line that says, before the text, where else it can be read."""
_LAST = 8
"""So many parts at the end are looked at: a footer has an address and some links beside."""
_LEAST_LEFT = 20
"""Signs of the text that must be left."""
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:footer|gmail_signature|moz-signature|x_signature)(?:$|[\s_-])", re.IGNORECASE
)
_MOST_OF_PAGE = 0.4
"""Share of a message's words from which an element is more than its footer, whatever it is called."""


def without_footer(parts: list[SourcePart]) -> list[SourcePart]:
    """Return the parts of a message without the lines around its text; all where little else is left."""
    start = next((at for at, part in enumerate(parts) if not _points_elsewhere(part)), 0)
    end = len(parts)
    for at in range(len(parts) - 1, max(start, len(parts) - _LAST) - 1, -1):
        text = parts[at].text.strip()
        if len(text) > _LONGEST or parts[at].kind == "quotation":
            break
        if _is_around(text):
            end = at
    kept = parts[start:end]
    return kept if sum(len(part.text) for part in kept) >= _LEAST_LEFT else parts


def _points_elsewhere(part: SourcePart) -> bool:
    text = part.text.strip()
    return len(text) <= _LONGEST_FIRST and (_BROWSER.search(text) or _LEAVE.search(text)) is not None


def _is_around(text: str) -> bool:
    return any((_LEAVE.search(text), _RIGHTS.search(text), _DEVICE.match(text), _BROWSER.search(text)))


def is_footer(element: _Element) -> bool:
    """Say whether an element of a message in HTML is what a program or a newsletter puts below the text."""
    if not isinstance(element.tag, str):
        return False
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    if element.tag != "footer" and not _NAMED.search(named):
        return False
    words = "".join(element.getroottree().getroot().itertext())
    return len("".join(element.itertext()).split()) <= _MOST_OF_PAGE * len(words.split())
