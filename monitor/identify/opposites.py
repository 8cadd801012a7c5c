"""Words that turn a message into its opposite, in six languages.

Each paragraph is a pair: what stands on its two sides cannot both be said of one event. The words
are beginnings of folded words, the longest one that fits counts. A pair decides only where the two
texts differ, so that a wide list costs nothing: see :mod:`monitor.identify.contrast`.
"""

import re
from functools import lru_cache

from monitor.text import fold, script_of

_PAIRS = """
confirm verif affirm подтвер удостовер հաստատ təsdiq დაადასტურ ადასტურ დადასტურ doğrula teyit
onayla
| deni deny refut rebut dismiss disput опроверг опроверж отриц отверг հերք ժխտ təkzib inkar უარყო
უარყოფ yalanla

open reopen inaugurat unveil откры открое открыв բաց վերաբաց გაიხსნ გახსნ იხსნ ხსნ გაიღ ღია açil
açti açdi açiq açik açir açan açacak açacaq açmiş açib
| close closi shut закры перекры закрое փակ დაიხურ დახურ იხურ ხურ დაიკეტ დაკეტ იკეტ ჩაკეტ kapan
kapat kapali bağlan bağladi bağlayir bağlayacaq bağli bağlayib

rise rises rose risen rising raise increas grow grew up climb gain surge soar jump higher boost
hike expand accelerat improv вырос выраст рост растет растут повыс повыш увелич подорож возрос
ускор расшир улучш աճ բարձրաց ավելաց մեծաց թանկաց ընդլայն გაიზარდ გაზარდ იზრდ ზრდ მოიმატ იმატ
გაძვირ გაუმჯობეს მატ artti artdi artir artiş artim artib artacaq artacak yüksel yüksəl büyü böyü
bahala çoxal pahalan zamlan
| fall falls fell fallen falling declin decreas drop down slump lower shrink shrank plung cut
reduc slash slow worsen deteriorat упал упад сниз пониз сократ сокращ уменьш подешев падает
паден замедл сузи ухудш նվազ իջ կրճատ պակաս էժանաց անկ դանդաղ վատաց შემცირ შეამცირ მცირდ დაეც
ეცემ იკლ დაიკლ გაიაფ კლებ გაუარეს azal düştü düşdü düşüş düşüb düşür gerile geriləd ucuzla
ucuzlaş endir indir enib endi enmə küçül kiçil

arrest detain detention jail imprison apprehend арест задерж заключ посади ձերբակալ կալանավոր
բերման დააკავ დაკავ დაპატიმრ დააპატიმრ tutukla gözalti yakalan həbs saxlanil tutuldu tutulub
| releas freed frees free acquit освобо освобожд отпуст отпущ оправда ազատ արդարաց გაათავისუფლ
გათავისუფლ გაანთავისუფლ გაამართლ serbest tahliye azad burax beraət beraat

accept agree approv adopt back endors ratif support pass принял приним одобр соглас поддерж
ратифиц ընդուն համաձայն պաշտպան վավերաց հավանություն მიიღ დაამტკიც დათანხმ დაეთანხმ მხარ რატიფიც
თანხმ kabul onayla qəbul razila razi dəstək destekle təsdiqlə
| reject refus oppos veto declin turn rebuff отклон отказ отверг против հրաժար մերժ դեմ არ უარ
დაიწუნ ეწინააღმდეგ reddet reddi rədd imtina karşi əleyhi

win wins won victor beat beats defeat побед победи выигр обыгр հաղթ გაიმარჯვ მოიგ დაამარცხ
გამარჯვ kazan yendi galibiyet galip qalib uddu qazan məğlubedil
| lose loses lost loss проигр поражен уступи պարտ պարտությ წააგ დამარცხ დამარცხდა kaybet yenil
mağlub məğlub uduz itir

begin began begun start launch resum restart kick commenc нача начн старт возобн запуст запуск
սկս մեկնարկ վերսկս დაიწყ იწყ დაწყ განახლდ განაახლ განახლ başla başlad yeniden bərpa
| end ends ended ending finish stop halt suspend ceas paus conclud complet interrupt заверш законч
прекра приостан останов прерва կասեց ավարտ դադար ընդհատ დასრულ დაასრულ დამთავრ შეწყ შეჩერ შეაჩერ
bitti bitir bitdi sona durdur dayand dayandir askiya sonlan

arriv enter land прибы приеха вош въех прилет ժաման մտ եկ ჩავიდ ჩამოვიდ შევიდ ჩაფრინ გაემგზავრ
geldi gəldi gəlib girdi daxil vardi varmiş
| leav left depart exit withdr withdraw pull покин уеха вывел вывод отбы выш улет մեկն հեռ լք
դուրս დატოვ წავიდ გავიდ გაიყვან გაფრინ ayril gitti getdi gedib çiktı çikti çixdi çixib tərk

appoint named elect hir nominat назнач избра նշանակ ընտր დაინიშნ დანიშნ აირჩი aatan atandi atadi
təyin seçil göreve
| dismiss sack fired resign oust quit remov step увол уволь отстав снят снял смещ ազատ հեռաց
հրաժարական პაშაკ გაათავისუფლ გადადგ გათავისუფლ თანამდებობიდან istifa istefa kovul görevden azad
çixaril

convict guilty sentenc jail осужд осуд пригов виновн մեղավոր դատապարտ მსჯავრ დამნაშავ გაასამართლ
suçlu mahkum məhkum təqsirli
| acquit innocen clear exonerat оправд невинов անմեղ արդարաց უდანაშაულ გაამართლ გამართლ suçsuz
beraat bəraət günahsiz

allow permit lift authori legali unblock разреш позвол отмен снял снима разблок թույլատր թույլ
վերաց დაუშვ ნებართ ნება მოხსნ დაშვ izin icazə serbest kaldir götürül
| ban bans banned prohibit forbid block restrict impos outlaw запрет запрещ огранич заблок ввел
вводит արգել սահմանափակ აკრძალ იკრძალ შეზღუდ დაბლოკ აუკრძალ yasak yasaq qadağan qadağa məhdud
kisitla engelle

surviv alive rescu saved выжи спас жив живы փրկ ողջ կենդանի გადარჩ გადაარჩ ცოცხ გადარჩენ kurtul
kurtar sağ xilas
| die dies died dead death kill killed погиб умер сконча убит убил гибел мертв մահաց զոհ սպան մահ
დაიღუპ გარდაიცვალ მოკლ დაღუპ გარდაცვ öldü ölen öldür ölü ölüm hayatini həlak vəfat

kill killed kills die died dead death погиб умер убит убил смерт гибел զոհ սպան մահ մահաց დაიღუპ
მოკლ გარდაიცვალ დაღუპ გარდაცვ öldü ölen öldür ölü ölüm hayatini həlak
| injur wound hurt ранен пострадал травм վիրավոր տուժ დაშავ დაიჭრ დაჭრ yarala yaraland xəsarət

export экспорт արտահան ექსპორტ ihraç ihrac ixrac
| import импорт ներմուծ იმპორტ ithal idxal

north северн север հյուսիս ჩრდილო kuzey şimal
| south южн юг հարավ სამხრ güney cənub

east eastern восто արեւել აღმოსავ doğu şərq
| west western запад արեւմ დასავლ bati qərb

man men мужчин տղամարդ მამაკაც კაც მამაკაც erkek kişi adam
| woman women женщин կին կնոջ ქალ kadin qadin

boy мальчик տղա ბიჭ oğlan
| girl девочк девушк աղջիկ გოგო kiz qiz

president президент նախագահ პრეზიდენტ cumhurbaşkan prezident
| premier prime премьер վարչապետ პრემიერ başbakan baş

postpon delay cancel call scrap отмен отлож перенес сорва չեղարկ հետաձգ გადაიდ გადაავად გაუქმ
გააუქმ ertele iptal təxir ləğv
| held hold take went schedul состоя пройд прош проход провел կայաց տեղի անցկաց გაიმართ ჩატარ
გამართ düzenle yapil gerçekle keçiril tutdu baş

strengthen укреп усил ամրապնդ արժեւոր ուժեղաց გამყარ გაძლიერ güçlen möhkəm
| weaken ослаб թուլաց արժեզրկ გაუფასურ შესუსტ გასუსტ zayifla zəiflə

welcom prais hail applaud приветств похвал ողջուն მიესალმ შეაქ memnun alqişla öv təqdir
| condemn critici slam denounc blast осуди осужд раскритик критик դատապարտ քննադատ დაგმ გააკრიტიკ
გმობ kina eleştir pislə tənqid

success succeed triumph успе удал հաջող წარმატ başari uğurlu
| fail collaps flop прова сорва неуда ձախող ჩაიშალ ჩავარდ წარუმატ başarisiz uğursuz

escap flee fled сбеж бежа փախ გაიქც გაექც kaç qaç
| captur caught поймал пойм բռն დაიჭირ yakala tut

join enter присоед вступ միաց անդամ შეუერთდ გაწევრ katil qoşul üzv
| leav quit withdraw выход вышл выш դուրս დატოვ გავიდ გამოვიდ ayril çixdi çik

buy buys bought purchas acquir купи приобр գնե գնել იყიდ შეიძინ satinald
| sell sells sold прода վաճառ გაყიდ ყიდ satti satdi satil

sign signed подпис ստորագր ხელი მოაწერ imzala
| annul revok terminat scrap расторг аннулир разорв չեղարկ լուծարեց გააუქმ შეწყვიტ feshet ləğv
iptal

warm warmer thaw потепл тепл տաքաց დათბ isin isti
| cold colder freez похолод холод ցրտ აცივ აცივდ soğu soyuq

agreement deal accord pact соглаш договор համաձայնագ შეთანხმ anlaşma razilaşma
| deadlock impasse stalemate тупик փակուղ ჩიხ çikmaz dalan

true genuin достовер подлин ճշմար მართალ doğru gerçek həqiqi
| false fake untrue ложн фейк недостовер կեղծ ყალბ ტყუილ yalan sahte saxta

lead leads ahead лидир опереж առաջ ლიდერ önde öndə
| trail behind отста հետ ჩამორჩ geride geridə

deploy ввел ввод տեղակայ განათავს konuşlan yerləşdir
| withdr withdraw вывел вывод դուրս გაიყვან გამოიყვან çekil çixar

more больше более ավելի მეტ daha çox
| less fewer меньше менее պակաս ნაკლებ az

for за կողմ lehine lehinə
| against против դեմ წინააღმდეგ aleyhine əleyhinə karşi qarşi
"""
_NO = """
    not no never nor nobody none nothing nowhere neither without cannot cant wont doesnt
    didnt isnt wasnt arent werent hasnt havent dont wouldnt shouldnt couldnt t
    не нет ни никогда без нельзя ոչ չէ չի չեն չեմ չեք չկա առանց არ
    ვერ აღარ არა ვეღარ არც გარეშე არაა değil yok hiç ne olmadan deyil yox heç
"""
_NEGATIONS = frozenset(fold(_NO).split())
_TURKISH_NEGATIVE = re.compile(r"(?:[td]?[iuüa]?)(?:m[aeəiuü](?:y|d|m|z|yi|yə|di|z)?|me?z)")
_SHARED_START = 3  # letters of a stem


def _read() -> dict[str, frozenset[tuple[int, bool]]]:
    found: dict[str, set[tuple[int, bool]]] = {}
    for number, line in enumerate(_PAIRS.split("\n\n")):
        for pole, words in enumerate(line.split("|")):
            for word in fold(words).split():
                found.setdefault(word, set()).add((number, bool(pole)))
    return {word: frozenset(stances) for word, stances in found.items()}


_STANCES = _read()
_LONGEST = max(map(len, _STANCES))
_WHOLE = 3  # letters of an entry up to which it has to be the whole word


@lru_cache(maxsize=8192)
def stances(word: str) -> frozenset[tuple[int, bool]]:
    """The pairs, with the side, that a folded word takes a stand in."""
    for length in range(min(len(word), _LONGEST), 1, -1):
        found = _STANCES.get(word[:length])
        if found is not None and (length > _WHOLE or length == len(word)):
            return found
    return frozenset()


def is_negation(word: str) -> bool:
    """Whether a folded word says no by itself."""
    return word in _NEGATIONS


def is_negated(one: str, other: str) -> bool:
    """Whether two folded words are one verb, one of them negated inside the word.

    Armenian puts չ before it (``կգա``, ``չի գա``), the Turkic languages a syllable behind the
    stem (``katılacak``, ``katılmayacak``).
    """
    if one == "չ" + other or other == "չ" + one:
        return True
    if one[:1] == "չ" != other[:1] and _begin_alike(one[1:].lstrip("ի"), other):
        return True
    if other[:1] == "չ" != one[:1] and _begin_alike(other[1:].lstrip("ի"), one):
        return True
    return script_of(one) == "latin" and _is_turkic_negation(*sorted((one, other), key=len))


def _begin_alike(one: str, other: str) -> bool:
    return one[:_SHARED_START] == other[:_SHARED_START] and len(one) >= _SHARED_START


def _is_turkic_negation(short: str, long: str) -> bool:
    start = _common(short, long)
    end = _common(short[start:][::-1], long[start:][::-1])
    if start < 2 or len(short) - start - end > 2:
        return False
    return _TURKISH_NEGATIVE.fullmatch(long[start : len(long) - end]) is not None


def _common(one: str, other: str) -> int:
    """How many letters two words share at their beginnings."""
    shortest = min(len(one), len(other))
    return next((n for n in range(shortest) if one[n] != other[n]), shortest)
