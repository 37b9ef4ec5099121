"""Names that news has often, and that translators keep: given names, surnames, and acronyms.

They need not be complete. A given name tells that the word after it is a surname; a surname that is a word as
well (``Smith``, ``Herrero``) is what rules translate; an acronym here is the same in all Latin scripts.
"""

from __future__ import annotations

import unicodedata


def unaccented(name: str) -> str:
    """Return a name without accents, as texts are compared with it."""
    return "".join(sign for sign in unicodedata.normalize("NFD", name) if not unicodedata.combining(sign))


_GIVEN_NAMES = """
    aaron abdul abdullah ada adam adele adelina adolfo adrian agnès agnese agostino agustín ahmed ahmet
    aisha alan albert alberto aldo alejandro aleksander alessandra alessandro alex alexander alexandra
    alexei alexis alfonso alfredo ali alice alicia alícia alison allison alonso álvaro amadeo amanda
    amber amelia amparo amy ana andrea andreas andrei andrej andrew andrzej andy ángel àngel angela
    ángeles angelo angus anita ann anna annalena annamaria anne annie anthony antoine anton antonella
    antònia antonia antonino antonio antonis antony ariadna arianna ariel armando arnaldo arnau arnold
    arthur artur arturo ashley asunción augusto aurelio barack barbara bárbara barry bartolomé beatrice
    beatriz ben benazir benjamin benny beppe bernard bernardo bernat bernie berta beth beyoncé biagio
    bianca bill billy blanca blas bob boris brad bradley brandon brenda brett brian brigitte bronisław
    bruce brunella bruno bryan caetano calvin cameron camila camille candela carl carla carles carlos
    carme carmela carmelo carmen carol caroline caspar caterina catherine cayetana cecilia celia celso
    chantal charles charlie cheryl chiara chloe chris christina christine christopher chrystia chuck
    cindy cinzia claire clara claude claudia claudio clive colin concepción concetta connor consolación
    consuelo corinne cory cosimo craig cristiano cristina cristóbal cynthia daisy dalila damian damiano
    damien dan daniel daniela danilo danny daria dario darren dave david dean deborah delfina delphine
    denis denise dennis diana diane dick dídac diego dilma dmitri dmitry dolores domenico dominic don
    donald donatella donna dorotea dorothy doug douglas duncan dwayne dwight earl ed edda eddie edgar
    edith edoardo édouard eduardo edward edwin efraín ehud elena elisa élisabeth elisabetta elizabeth
    ellen ellie eloísa elon elsa emanuele emilia emilio emily emma emmanuel enric enrica enrico enrique
    enzo eric éric erica erik erna ernest ernesto esperanza estela esteve ethan eugene eugenia eugenio
    eulàlia eulalia eusebio eva evan evelyn évelyne fabio fabiola fabrizio faith fátima federica
    federico felipe félix fermín fernando ferran filippo fiona fiorella flavia flavio florentino florian
    frances francesca francesco francina francis francisca franco françois frank franz fred frédéric
    frederick friedrich fulvio gabriel gaetano gareth gary gaspar gavin geert gema gemma gennaro geoff
    geoffrey george gerald gérald gerard gerardo gerhard giacomo giada gianfranco gianluca
    gianmarco gianni gilberto gilles ginevra gino giorgia giorgio giovanna giovanni giulia giuliana
    giuliano giulio giuseppe glenn gloria golda gonzalo gordon grace graham grant greg gregorio gregory
    guido guillaume guillermo günter gustavo hamza hannah hans harold harriet harry harvey hassan
    heather hector heidi helen helena hélène helene helle helmut henri henry herbert hilario hillary
    hope horst hortensia howard hugh hugo humberto ian ibrahim ida ignacio igor ilaria ilya imran indira
    inês inés ingrid íñigo inmaculada irene isabel isabelle isidro itamar ivan iván ivana ivano jacinto
    jack jackie jacob jacopo jacqueline jacques jaime jair jake james jamie jan jane janet jared
    jarosław jason jaume javier jean jean-claude jeff jeffrey jennifer jens jeremy jérôme jerome
    jerónimo jerry jesse jessica jesús jill jim jimmy joachim joan joanna joaquín jocelyne joe joel
    johann johannes john johnny joko jonas jonathan jordan jordi jordina jorge josé josefa josefina
    josep joseph josh joshua joy juan juana judith julia júlia julian juliana julie julio jürgen justin
    kaja kamala karel karen karin karl kate katherine kathleen kathryn kathy katie katy keir keith kelly
    kemal ken kenneth kevin kirsten klaus konrad kristen kurt kwasi kyle kylian kyriakos laia lara lars
    laura lauren laurent lawrence leah leandro lech lee leo leon leonard leonardo leonid leonor leticia
    letizia lewis liam lidia lily linda lindsay lindsey lionel lisa lloyd llúcia lluís logan loredana
    lorena lorenza lorenzo louis louise lourdes luc luca lucas lucia lucía luciana luciano lucio
    lucrezia lucy ludwig luigi luigia luis luisa luiz luke lyndon lynn macarena magda magdalena maggie
    malcolm manuel manuela marc marçal marcel marcela marcello marcelo marco marcus margaret margarida
    margarita margherita maria maría mariana marianna mariano mariarosa marie mariella marine
    mario marisa marjorie mark markus marta martha martin martina mary mateo mateusz matt matteo matthew
    mattia maurice mauricio maurizio mauro max maxime megan megawati melanie melissa mercè mercedes
    meritxell mette mia micaela michael michel michele michelle miguel mike mikhail milagros milena
    miloš mirella miriam míriam mitch mitt mohamed mohammad mohammed molly mònica monica montserrat
    morgan moritz muhammad mustafa nadia nancy nando naomi narcís narendra natalia natalie natasha
    nathan nawaz neil nelson neymar nicholas nick nicola nicolás nicolas nicolau nicole nieves nigel
    nikki nikola nikolai noah noelia noemi norman novak nuria núria octavio odile ofelia olaf oleg olga
    oliver olivia olivier omar oreste oriol ornella oscar ottavio pablo palmiro paloma paola paolo
    pascal pasquale patricia patrick patrizia patxi paul paula pauline pavel pedro peggy penelope penny
    pepe pere pete péter peter petr petra phil philip philippe phillip pía piero pierre pietro pilar
    plácido prabowo priti quim quirino rachel rachida rafael rafaela raffaele raffaella raheem rahul
    raimon raimondo ralph ramiro ramón ramon raquel raul ray raymond rebecca recep renata renée ricardo
    riccardo richard rick rishi rita robert roberta roberto robin rocco rocío rodolfo rodrigo roger
    roland romain romano romeo romina ron ronald ronnie rosa rosalía rosanna rosaria rosario rose
    rosemary ross rossana rossella roy ruben rubén rudolf rupert russell ruth ryan sabino sabrina sajid
    sally salvatore sam samantha samuel sandra sanna santiago santino sara sarah sauli sean sebastian
    sebastián sebastiano sébastien ségolène serafín serena serge sergei sergey sergio seth severino
    shane sharon shaun shawn sheila shimon shirley silvia sílvia silvio simón simon simona simone sofía
    sofia solange soledad sonia sonsoles sophia sophie stacey stanley stefan stefania stefano stella
    stephan stephanie stephen steve steven stewart stuart sue suella sukarno susan susana susanna
    suzanne sven svetlana sylvie tamara tania tanya tatiana taylor tecla ted telesforo teodoro teresa
    teresita terry thabo theodore theresa thierry thomas tiffany tiger tim timothy tina tiziana tiziano
    todd tom tomás tommaso tommy toni tony tracy travis trevor tulio tulsi tyler ugo ulf ulrich umberto
    ursula usain václav valentina valentino valeria valérie valerio vanessa venus vera veronica verónica
    vicenç vicenta vicente vicky victor viktor vincent vincenza vincenzo virginie vitoria vittoria
    vittorio viviana vladimir volodymyr walter warren wayne wendy werner wesley wilhelm will willem
    william willy winston wolfgang xavi xavier ximena yago yann yasmin yolanda yolande yusuf yves
    zachary zeno zoe zuzana
    """
GIVEN_NAMES = frozenset(map(unaccented, _GIVEN_NAMES.split()))

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
SURNAMES = frozenset(map(unaccented, _SURNAMES.split()))
"""Surnames that are words too."""

_ACRONYMS = """
    ABC AFP AIDS BBC BMW CBS CNBC CNN CSI DAX DHL DVD ESPN FBI FIFA HBO HSBC IBM IKEA JPEG KFC KGB LG MGM
    MSNBC MTV NASA NBA NBC NFL NHL NHS NPR NYPD PBS PSG RTL SAP SMS SNP SPD TNT UEFA UNESCO UNICEF USB WWF XML
    """
ACRONYMS = frozenset(_ACRONYMS.split())
