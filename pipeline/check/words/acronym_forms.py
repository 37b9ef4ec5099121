"""Acronyms that news has often, and what each is called in each language that has another one for it.

They need not be complete: a form tells which thing is meant, and that it is not another of these.
"""

from __future__ import annotations

from functools import cache

from pipeline.core.records import LanguageCode

_FORMS = """
    UN: UN; es fr it pt gl ca oc ro ONU; de UNO VN; nl VN; sv da nb FN; pl ONZ; cs sk OSN; tr BM; id PBB;
        vi LHQ; ru uk bg ООН; el ΟΗΕ
    NATO: NATO; nl NAVO; es fr pt gl ca oc OTAN; ru uk bg НАТО; el ΝΑΤΟ
    EU: EU; es fr it pt gl ca oc ro pl id UE; sk EÚ; tr AB; ru bg ЕС; uk ЄС; el ΕΕ
    USA: USA US; es ca gl EEUU EUA; pt EUA; ro SUA; nl VS; tr ABD; id AS; ru uk США; bg САЩ; el ΗΠΑ
    WHO: WHO; es fr it pt gl ca oc ro eo OMS; tr DSÖ; ru ВОЗ; uk ВООЗ; bg СЗО; el ΠΟΥ
    IMF: IMF; es fr it pt gl ca oc ro FMI; de IWF; pl MFW; cs sk MMF; ru uk bg МВФ; el ΔΝΤ
    WTO: WTO; es fr it pt gl ca ro OMC; tr DTÖ; ru ВТО; uk СОТ; bg СТО; el ΠΟΕ
    ECB: ECB; es fr it pt gl ca ro BCE; de EZB; pl EBC; tr AMB; ru ЕЦБ; uk ЄЦБ; bg ЕЦБ; el ΕΚΤ
    IAEA: IAEA; es gl OIEA; fr it pt ro AIEA; ca AIEA OIEA; de IAEO; pl MAEA; cs sk MAAE; tr UAEA; ru МАГАТЭ;
        uk МАГАТЕ; bg МААЕ; el ΔΟΑΕ
    AIDS: AIDS; es fr pt gl ca oc ro SIDA; ru СПИД; uk СНІД; bg СПИН
    HIV: HIV; es fr gl ca oc VIH; pt VIH; ru ВИЧ; uk ВІЛ; bg ХИВ
    DNA: DNA; es fr pt gl ca oc ro ADN; de DNS; ru uk ДНК; bg ДНК
    GDP: GDP; es fr pt gl ca oc ro PIB; it PIL; de BIP; nl BBP; sv da nb BNP; pl PKB; cs sk HDP;
        tr GSYH GSYİH; id PDB; ru uk ВВП; bg БВП; el ΑΕΠ
    OPEC: OPEC; es fr pt gl ca OPEP; ru uk ОПЕК; bg ОПЕК; el ΟΠΕΚ
    OECD: OECD; es fr pt gl ca ro OCDE; it OCSE; nl OESO; ru ОЭСР; uk ОЕСР; bg ОИСР; el ΟΟΣΑ
    OSCE: OSCE; de OSZE; nl OVSE; pl OBWE; cs sk OBSE; tr AGİT; ru bg ОБСЕ; uk ОБСЄ; el ΟΑΣΕ
    ICC: ICC; es fr it pt gl ca ro CPI; de IStGH; pl MTK; cs MTS; sk MTS; tr UCM; ru МУС; uk МКС; el ΔΠΔ
    IOC: IOC; es it gl ca COI; fr pt ro CIO; de nl sv da nb IOK; pl MKOl; cs MOV; sk MOV; ru МОК; uk МОК;
        bg МОК; el ΔΟΕ
    VAT: VAT; es it pt gl ca IVA; fr ro TVA; de MwSt; nl BTW; cs sk DPH; tr KDV; id PPN; ru НДС; uk ПДВ;
        bg ДДС; el ΦΠΑ
    NGO: NGO; es fr it pt gl ca ro ONG; de NRO; tr STK; id LSM; ru НКО НПО; uk НУО; bg НПО; el ΜΚΟ
    USSR: USSR; es fr it pt gl ca oc URSS; ro URSS; de UdSSR; pl ZSRR; cs SSSR; sk ZSSR; tr SSCB; ru bg СССР;
        uk СРСР; el ΕΣΣΔ
    UAE: UAE; es fr it pt gl ca EAU; ro EAU; de VAE; nl VAE; pl ZEA; cs sk SAE; tr BAE; id UEA; ru ОАЭ;
        uk ОАЕ; bg ОАЕ; el ΗΑΕ
    PLO: PLO; es fr pt gl ca ro OLP; it OLP; pl OWP; cs OOP; sk OOP; tr FKÖ; ru ООП; uk ОВП; el ΟΑΠ
    MRI: MRI; es gl RM; fr ro IRM; it RM; pt RM; ca RM; de nl MRT; ru МРТ; uk МРТ
    PTSD: PTSD; es TEPT; fr TSPT; pt TEPT; de PTBS; nl PTSS; ru ПТСР; uk ПТСР
    DRC: DRC; es fr pt it gl ca ro RDC; de DRK; tr KDC; ru ДРК; el ΛΔΚ
    ILO: ILO; es fr pt gl ca ro OIT; it OIL; de IAO; pl MOP; cs sk MOP; ru МОТ; uk МОП; bg МОТ
    FAO: FAO; ru ФАО
    AU: AU; es fr pt it gl ca UA
    CIS: CIS; es fr pt it gl ca CEI; ro CSI; de GUS; nl GOS; pl WNP; cs sk SNS; tr BDT; ru СНГ; uk СНД;
        bg ОНД; el ΚΑΚ
    UNESCO: UNESCO; ru uk bg ЮНЕСКО
    UNICEF: UNICEF; ru ЮНИСЕФ; uk ЮНІСЕФ; bg УНИЦЕФ
    FIFA: FIFA; ru bg ФИФА; uk ФІФА
    UEFA: UEFA; ru УЕФА; uk УЄФА; bg УЕФА
    FBI: FBI; ru ФБР; uk ФБР; bg ФБР
    CIA: CIA; ru ЦРУ; uk ЦРУ; bg ЦРУ
    KGB: KGB; ru КГБ; uk КДБ; bg КГБ
    NASA: NASA; ru НАСА; uk НАСА; bg НАСА
    BBC: BBC
    CNN: CNN
    IBM: IBM
    IRA: IRA
    PKK: PKK; ru РПК
    LGBT: LGBT; ru ЛГБТ; uk ЛГБТ
    ASEAN: ASEAN; fr ANASE; es ASEAN; ru АСЕАН
    """
"""A thing a line: what it is called in English and in every language that is not named, then what the named
languages call it."""


@cache
def meanings(language: LanguageCode) -> dict[str, str]:
    """Return what acronyms mean in texts in a language, by the acronym in capitals; English ones too."""
    found: dict[str, str] = {}
    own: dict[str, str] = {}
    for line in _FORMS.replace(";\n", ";").strip().splitlines():
        name, _, rest = line.strip().partition(": ")
        common, *named = rest.split(";")
        found.update(dict.fromkeys(common.upper().split(), name))
        for group in named:
            words = group.split()
            if language in words:
                own.update(
                    dict.fromkeys(
                        (word.upper() for word in words if len(word) > 1 and not word.islower()), name
                    )
                )
    return found | own
