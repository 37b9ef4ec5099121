"""Names that news has often, and that translators keep: given names, surnames, and acronyms.

They need not be complete. A given name tells that the word after it is a surname; a surname that is a word as
well (``Smith``, ``Herrero``) is what rules translate; an acronym here is the same in all Latin scripts.
"""

from __future__ import annotations

import unicodedata


def _plain(name: str) -> str:
    """Return a name without accents, as texts are compared with it."""
    return "".join(sign for sign in unicodedata.normalize("NFD", name) if not unicodedata.combining(sign))


_GIVEN_NAMES = """
    aaron abdul abdullah ada adam adrian ahmed ahmet aisha alan albert alberto alejandro aleksander
    alessandro alex alexander alexandra alexei alexis ali alice alison allison amanda amber amy ana andrea
    andreas andrei andrej andrew andrzej andy angela angus ann anna annalena anne annie anthony antoine
    anton antonio antonis antony ariel arnold arthur artur ashley barack barbara barry beatrice ben benazir
    benjamin benny beppe bernard bernie beth beyoncé bill billy bob boris brad bradley brandon brenda brett
    brian bronisław bruce bruno bryan calvin cameron camila camille carl carla carles carlos carol caroline
    caspar catherine cecilia charles charlie cheryl chloe chris christina christine christopher chrystia
    chuck cindy claire claude claudia clive colin connor consuelo cory craig cristiano cristina cynthia
    daisy damian damien dan daniel daniela danny darren dave david dean deborah denis denise dennis diana
    diane dick dilma dmitri dmitry dolores dominic don donald donna dorothy doug douglas duncan dwayne
    dwight earl ed eddie edgar edith édouard eduardo edward edwin ehud elena élisabeth elizabeth ellen ellie
    elon emily emma emmanuel enrique eric éric erica erik erna ernest esperanza ethan eugene eva evan evelyn
    faith felipe fernando fiona frances francesca francesco francis frank franz françois fred frederick
    friedrich gabriel gareth gary gavin geert geoff geoffrey george gerald gérald gerard gerhard gianluca
    gilles giorgia giorgio giovanni giuseppe glenn gloria golda gordon grace graham grant greg gregory
    guillaume gustavo günter hamza hannah hans harold harriet harry harvey hassan heather hector heidi helen
    helena helle helmut henri henry herbert hillary hope horst howard hugh hugo ian ibrahim igor ilya imran
    indira ingrid isabel isabelle itamar ivan íñigo jack jackie jacob jacques jaime jair jake james jamie
    jan jane janet jared jarosław jason javier jean jean-claude jeff jeffrey jennifer jens jeremy jerome
    jerry jesse jessica jill jim jimmy joachim joan joanna joaquín joe joel johann johannes john johnny joko
    jonas jonathan jordan jordi jorge josé josep joseph josh joshua joy juan judith julia julian julie julio
    justin jürgen kaja kamala karel karen karin karl kate katherine kathleen kathryn kathy katie katy keir
    keith kelly kemal ken kenneth kevin kirsten klaus konrad kristen kurt kwasi kyle kylian kyriakos lars
    laura lauren laurent lawrence leah lech lee leo leon leonard leonardo leonid lewis liam lily linda
    lindsay lindsey lionel lisa lloyd logan lorenzo louis louise luc luca lucas lucia lucy ludwig luigi luis
    luiz luke lyndon lynn magdalena maggie malcolm manuel marc marcel marcelo marco marcus margaret maria
    mariano marie marine mario marjorie mark markus marta martha martin martina mary mateo mateusz matt
    matteo matthew maurice mauricio max maxime megan megawati melanie melissa mercedes mette mia michael
    michel michele michelle miguel mike mikhail miloš mitch mitt mohamed mohammad mohammed molly monica
    morgan moritz muhammad mustafa nancy naomi narendra natalia natalie natasha nathan nawaz neil nelson
    neymar nicholas nick nicola nicolas nicole nigel nikki nikola nikolai noah norman novak olaf oleg oliver
    olivia olivier omar oriol oscar pablo paolo pascal patricia patrick paul paula pauline pavel pedro peggy
    penelope penny pere pete peter péter petr phil philip philippe phillip pierre pilar prabowo priti quim
    rachel rachida rafael raheem rahul ralph ramón raquel raul ray raymond rebecca recep renata renée
    ricardo richard rick rishi robert roberto robin rodrigo roger roland romain romano ron ronald ronnie
    rose rosemary ross roy ruben rudolf rupert russell ruth ryan sabrina sajid sally sam samantha samuel
    sandra sanna santiago sara sarah sauli sean sebastian sébastien ségolène serena serge sergei sergey
    sergio seth shane sharon shaun shawn sheila shimon shirley silvia silvio simon simone sofia soledad
    sonia sophia sophie stacey stanley stefan stefano stella stephan stephanie stephen steve steven stewart
    stuart sue suella sukarno susan suzanne sven svetlana sylvie tamara tania tanya taylor ted teresa terry
    thabo theodore theresa thierry thomas tiffany tiger tim timothy tina todd tom tommy tomás tony tracy
    travis trevor tulsi tyler ulf ulrich ursula usain valentina valeria valérie vanessa venus vera veronica
    vicente vicky victor viktor vincent vincenzo vladimir volodymyr václav walter warren wayne wendy werner
    wesley wilhelm will willem william willy winston wolfgang xavier yann yasmin yolanda yusuf yves zachary
    zoe zuzana
    """
GIVEN_NAMES = frozenset(map(_plain, _GIVEN_NAMES.split()))

_GIVEN_WORDS = """
    amber bernie bill bob chuck consuelo daisy dawn dean dick dolores earl esperanza faith frank grace grant
    guy harry hope jack jordan josh joy lily luz marine mark max mercedes miles mitch nick pat paz penny pete
    pilar ray rich rob rose ruby rusty sandy skip soledad sue tiger tom tony venus victor victoria will
    """
GIVEN_WORDS = frozenset(_GIVEN_WORDS.split())
"""Given names that are words too, which rules translate: ``Grant``, ``Dolores``."""

_SURNAMES = """
    adler archer baker banks barber becker bianchi bloom bolton booker brooks brown bush butler cabello
    carpenter carter carvalho casado chandler clooney coelho conte cook cooper cordeiro costello cruise
    curry delgado eastwood esposito farage farmer ferrari ferreira fischer fisher fletcher fontaine ford
    foster fowler gates greene guerrero hammond hancock harper hawking hawkins herrera herrero holmes hoover
    hunter iglesias jobs judd kaufmann koch lagarde lefebvre legrand lemaire marchand mason mercier messi
    meunier miller moreau moreno mueller murray musk müller navarro oliveira orban osborne parker pence
    pereira pitt poirier porter potter powell reed rojas romero rossi rubio russo salmond sanders schmidt
    schneider schröder schumacher schuster serrano shepherd smith snowden spencer springsteen sturgeon sunak
    swift tanner taylor thatcher truman trump truss tusk tyson wagner walker weaver weber wolff woods wright
    zapata zapatero zimmermann
    """
SURNAMES = frozenset(map(_plain, _SURNAMES.split()))
"""Surnames that are words too."""

_ACRONYMS = """
    ABC AFP AIDS BBC BMW CBS CNBC CNN CSI DAX DHL DVD ESPN FBI FIFA HBO HSBC IBM IKEA JPEG KFC KGB LG MGM
    MSNBC MTV NASA NBA NBC NFL NHL NHS NPR NYPD PBS PSG RTL SAP SMS SNP SPD TNT UEFA UNESCO UNICEF USB WWF XML
    """
ACRONYMS = frozenset(_ACRONYMS.split())
