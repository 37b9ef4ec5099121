"""Names that news has often, and that translators keep: given names, surnames, and acronyms.

They need not be complete. A given name tells that the word after it is a surname; a surname that is a word as
well (``Smith``, ``Herrero``) is what rules translate; an acronym here is the same in all Latin scripts.
"""

from __future__ import annotations

_GIVEN_NAMES = """
    aaron abdul adam adrian ahmed aisha alan
    albert alberto alejandro alessandro alex alexander alexandra alexei ali alice alison allison amanda
    amber amy ana andrea andreas andrei andrew andy angela angus ann anna anne annie anthony antoine anton
    antonio antony arnold arthur ashley barack barbara barry beatrice ben benjamin bernard bernie beth
    beyoncé bill billy bob boris brad bradley brandon brenda brett brian bruce bryan calvin cameron camila
    camille carl carla carlos carol caroline caspar catherine cecilia charles charlie cheryl chloe chris
    christina christine christopher chuck cindy claire claude claudia clive colin connor craig cristina
    cynthia daisy damian damien dan daniel daniela danny darren dave david dean deborah denis denise dennis
    diana diane dmitri dmitry dominic don donald donna dorothy doug douglas duncan dwayne dwight earl ed
    eddie edgar edith eduardo edward edwin elena elizabeth ellen ellie elon emily emma emmanuel enrique eric
    erica erik ernest ethan eugene eva evan evelyn felipe fernando fiona frances francesca francesco francis
    françois frank franz fred frederick friedrich gareth gary gavin geoff geoffrey george gerald gerard
    gerhard gianluca gilles giorgio giovanni giuseppe glenn gloria gordon graham greg gregory guillaume
    günter gustavo hamza hannah hans harold harriet harry harvey hassan heather hector heidi helen helena
    helmut henri henry herbert hillary howard hugh hugo ian ibrahim igor ilya ingrid isabel isabelle ivan
    jack jackie jacob jacques jaime jake james jamie jan jane janet jared jason javier jean jeff jeffrey
    jennifer jeremy jerome jerry jesse jessica jill jim jimmy joachim joan joanna joaquín joe joel johann
    johannes john johnny jonas jonathan jordi jorge josé josep joseph josh joshua juan judith julia julian
    julie julio jürgen justin karen karl karin kate katherine kathleen kathryn kathy katie katy keith kelly
    ken kenneth kevin kirsten klaus kristen kurt kyle lars laura lauren laurent lawrence leah lee leo leon
    leonard leonardo leonid lewis liam lily linda lindsay lindsey lionel lisa lloyd logan lorenzo louis
    louise luc luca lucas lucia lucy luis luke lynn maggie malcolm manuel marc marcel marcelo marco marcus
    margaret maria mariano marie mario marjorie mark markus marta martha martin martina mary mateo matt
    matteo matthew maurice mauricio max maxime megan melanie melissa mia michael michel michele michelle
    miguel mike mikhail mitch mitt mohamed mohammad mohammed molly monica morgan moritz muhammad mustafa
    nancy naomi natalia natalie natasha nathan neil nelson nicholas nick nicola nicolas nicole nigel nikki
    nikola nikolai noah norman oleg oliver olivia olivier omar oriol oscar pablo paolo pascal patricia
    patrick paul paula pauline pavel pedro peggy penelope pere peter phil philip philippe phillip pierre
    rachel rafael ralph ramón raquel raul ray raymond rebecca renata renée ricardo richard rick robert
    roberto robin rodrigo roger roland romain ron ronald ronnie rosemary ross roy ruben rudolf rupert
    russell ruth ryan sabrina sally sam samantha samuel sandra sara sarah sean sebastian sébastien serena
    serge sergei sergey sergio seth shane sharon shaun shawn sheila shirley silvia silvio simon simone sofia
    sophia sophie stacey stanley stefan stefano stella stephan stephanie stephen steve steven stewart stuart
    sue susan suzanne svetlana sven sylvie tamara tania tanya taylor ted teresa terry thabo theodore theresa
    thierry thomas tiffany tim timothy tina todd tom tomás tommy tony tracy travis trevor tyler ulrich
    ursula valentina valeria vanessa vera veronica vicente vicky victor viktor vincent vincenzo vladimir
    volodymyr walter warren wayne wendy werner wesley will willem william willy winston wolfgang xavier yann
    yasmin yusuf yves zachary zoe
    """
GIVEN_NAMES = frozenset(_GIVEN_NAMES.split())

_SURNAMES = """
    archer baker banks barber becker bloom bolton booker brooks brown bush butler carpenter carter casado
    chandler clooney conte cook cooper costello cruise curry eastwood farage farmer fischer fisher fletcher
    fontaine ford foster fowler gates greene guerrero hammond hancock harper hawking hawkins herrera herrero
    holmes hoover hunter iglesias jobs judd kaufmann koch lagarde lefebvre legrand lemaire mason marchand
    mercier messi meunier miller moreau moreno murray musk navarro orban osborne parker pence pitt poirier
    porter potter powell reed romero rossi rubio sanders schmidt schneider schröder schumacher schuster
    serrano shepherd smith snowden spencer springsteen sunak swift tanner taylor thatcher truman trump truss
    tusk tyson wagner walker weaver weber woods wright zapatero zimmermann
    """
SURNAMES = frozenset(_SURNAMES.split())
"""Surnames that are words too."""

_ACRONYMS = """
    ABC AFP AIDS BBC BMW CBS CNBC CNN CSI DAX DHL DVD ESPN FBI FIFA HBO HSBC IBM IKEA JPEG KFC KGB LG MGM
    MSNBC MTV NASA NBA NBC NFL NHL NHS NPR NYPD PBS PSG RTL SAP SMS SNP SPD TNT UEFA UNESCO UNICEF USB WWF XML
    """
ACRONYMS = frozenset(_ACRONYMS.split())
