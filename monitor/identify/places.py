"""Names of places that newsrooms of the region put into one another's sentences, in six languages.

A headline in capitals does not tell a name from a word, and Georgian has no capitals. One line is
one place; the words are beginnings of folded words. The list need not be complete: elsewhere a
capital or a case ending tells a name.
"""

import re
from functools import lru_cache

from monitor.text import fold

_PLACES = """
yerevan erevan ереван երեւան ერევან erivan irəvan
gyumri гюмри գյումրի გიუმრი gümrü
vanadzor ванадзор վանաձոր ვანაძორ
kapan капан կապան
goris горис գորիս
sevan севан սեւան
armavir армавир արմավիր
dilijan дилижан դիլիջան
syunik сюник սյունիք zəngəzur
tavush тавуш տավուշ
baku баку bakı bakü բաքու ბაქო
ganja gyandzha гяндж gəncə gence գանձակ განჯ
sumgait sumqay сумгаит
nakhchivan nakhichevan нахичеван naxçıvan nahçıvan նախիջեւան ნახიჩევან
shusha shushi шуш şuşa շուշի
lachin лачин laçın լաչին
aghdam agdam агдам ağdam աղդամ
stepanakert khankendi степанакерт ханкенди xankəndi hankendi ստեփանակերտ
guba quba губа qubada
lankaran ленкоран lənkəran
mingachevir мингечаур mingəçevir
tbilisi тбилиси tiflis թբիլիսի თბილის
batumi батуми batum բաթում ბათუმ
kutaisi кутаиси քութայիսի ქუთაის
rustavi рустав ռուսթավի რუსთავ
zugdidi зугдиди զուգդիդի ზუგდიდ
gori гори գորի გორი გორშ გორის
poti поти փոթի ფოთ
telavi телави თელავ
marneuli марнеули marneul մառնեուլի მარნეულ
akhaltsikhe ахалцих ախալցխա ახალციხ ahıska
akhalkalaki ахалкалак ախալքալաք ახალქალაქ
borjomi боржоми ბორჯომ
ozurgeti озургет ოზურგეთ
sukhumi sokhumi сухум սուխում სოხუმ sohum
tskhinvali цхинвал ցխինվալ ცხინვალ
gagra гагр გაგრ
gudauta гудаут გუდაუთ
ochamchir очамчир ოჩამჩირ
georgia грузи վրաստան საქართველ gürcü gürcistan
armenia армени հայաստան სომხეთ ermenistan ermənistan
azerbaijan азербайджан ադրբեջան აზერბაიჯან azerbaycan azərbaycan
abkhazia абхази աբխազիա აფხაზეთ abhaz abxaz
ossetia осети օսիա ოსეთ osetya osetiya
karabakh карабах ղարաբաղ ყარაბაღ karabağ qarabağ արցախ арцах artsakh
russia росси ռուսաստան რუსეთ rusya rusiya
moscow москв մոսկվա მოსკოვ moskova moskva
turkey türkiye турци թուրքիա თურქეთ
ankara анкар անկարա ანკარ
istanbul стамбул ստամբուլ სტამბოლ
iran иран իրան ირან
tehran тегеран թեհրան თეირან tahran
ukraine украин ուկրաինա უკრაინ ukrayna
kyiv kiev киев կիեւ კიევ
brussels брюссел բրյուսել ბრიუსელ brüksel brüssel
washington вашингтон վաշինգտոն ვაშინგტონ vaşinqton
paris париж փարիզ პარიზ
berlin берлин բեռլին ბერლინ
london лондон լոնդոն ლონდონ londra
geneva женев ժնեւ ჟენევ cenevre cenevrə
vienna вен վիեննա ვენა viyana vyana
kazakhstan казахстан ղազախստան ყაზახეთ kazakistan qazaxıstan
israel израил իսրայել ისრაელ
china кита չինաստան ჩინეთ çin
france франци ֆրանսիա საფრანგეთ fransa
germany германи գերմանիա გერმანი almanya almaniya
sochi сочи սոչի სოჭ soçi
minsk минск մինսկ მინსკ
astana астан աստանա ასტანა
"""
_SURNAME = re.compile(
    r"\w{2,}(?:ძე|შვილ|ცხელია|ულია|ავა|უა|აია|ჯია|სკირია|იევ|ოვ|ენკო|სკი)"
    r"(?:ი|მ|მა|ს|ის|სთან|თან|სთვის|სგან|ისგან|მდე|სა|ად)?"
)
_LEAST = 4  # letters that a beginning needs; shorter ones are whole words


def _read() -> dict[str, int]:
    lines = _PLACES.strip().splitlines()
    return {word: number for number, line in enumerate(lines) for word in fold(line).split()}


_NUMBERS = _read()


@lru_cache(maxsize=8192)
def place_of(word: str) -> int | None:
    """The number of the place that a folded word names; one place has one in every language."""
    for length in range(len(word), 2, -1):
        number = _NUMBERS.get(word[:length])
        if number is not None and (length >= _LEAST or length == len(word)):
            return number
    return None


@lru_cache(maxsize=4096)
def is_georgian_name(word: str) -> bool:
    """Whether a folded word in a script without capitals is a name, by its ending or by the list.

    Georgian family names end in few ways, and so do those of the neighbours that it writes.
    """
    if not "\u10d0" <= word[0] <= "\u10ff":
        return False
    return place_of(word) is not None or _SURNAME.fullmatch(word) is not None
