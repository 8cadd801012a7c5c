"""The words of dates in the six languages of the region, and in Persian, as tables.

Each word is kept in the form that :func:`fold` gives it. A table line is ``stems | endings``: every
stem is taken with every ending, ``-`` being none, so that the cases of a month stand in one line
and nothing that merely begins like a month (``march`` in ``marching``) is taken for one.
"""

from itertools import product

_MONTHS = (
    # en, ru, hy, az, tr, ka; one group of lines for each month, January first
    """january jan|- .
    январ|ь я е ю ем
    янв|-
    հունվար|- ի ին ից
    հնվ հուն հունվ|-
    yanvar|- ı ın da dan ında
    yan|-
    ocak|- ta tan
    oca|-
    იანვ|არი არს რის არში არ
    იან იანვ|-
    ژانویه|-""",
    """february feb febr|-
    феврал|ь я е ю ем
    фев февр|-
    փետրվար|- ի ին ից
    փտր փետ փետր|-
    fevral|- ı ın da ında
    fev fevr|-
    şubat subat|- ta tan
    şub sub|-
    თებერვ|ალი ალს ლის ალში ალ
    თებ თებერ თებერვ|-
    فوریه|-""",
    """march mar|-
    март|- а е у ом
    мар|-
    մարտ|- ի ին ից
    մրտ մար|-
    mart|- ı da ında ta
    მარტ|ი ს ის ში -
    მარ|-
    مارس|-""",
    """april apr|-
    апрел|ь я е ю ем
    апр|-
    ապրիլ|- ի ին ից
    ապր|-
    aprel|- i in də ində
    nisan|- da
    nis|-
    აპრილ|ი ს ის ში -
    აპრ|-
    آوریل|-""",
    """may|-
    ма|й я е ю ем
    մայիս|- ի ին ից
    մյս մայ|-
    may|- ı ın da ında
    mayıs mayis|- ta
    mai|-
    მაის|ი ს ის ში -
    მაი|-
    مه می|-""",
    """june jun|-
    июн|ь я е ю ем -
    հունիս|- ի ին ից
    հնս հունիս|-
    iyun|- u un da unda
    iyn|-
    haziran|- da
    haz|-
    ივნის|ი ს ის ში -
    ივნ|-
    ژوئن|-""",
    """july jul|-
    июл|ь я е ю ем -
    հուլիս|- ի ին ից
    հլս հուլ|-
    iyul|- u un da unda
    iyl|-
    temmuz|- da
    tem|-
    ივლის|ი ს ის ში -
    ივლ|-
    ژوئیه جولای|-""",
    """august aug|-
    август|- а е у ом
    авг|-
    օգոստոս|- ի ին ից
    օգս օգոս օգ|-
    avqust|- u un da unda
    avq|-
    ağustos agustos|- ta
    ağu agu|-
    აგვისტ|ო ოს ოში
    აგვ აგვის|-
    اوت آگوست|-""",
    """september sep sept|-
    сентябр|ь я е ю ем
    сен сент|-
    սեպտեմբեր|- ի ին ից
    սպտ սեպ սեպտ|-
    sentyabr|- ı ın da ında
    sen sent|-
    eylül eylul|- de
    eyl|-
    სექტემბ|ერი ერს რის ერში ერ
    სექ სექტ სექტემ|-
    سپتامبر|-""",
    """october oct|-
    октябр|ь я е ю ем
    окт|-
    հոկտեմբեր|- ի ին ից
    հկտ հոկ հոկտ|-
    oktyabr|- ı ın da ında
    okt|-
    ekim|- de
    eki|-
    ოქტომბ|ერი ერს რის ერში ერ
    ოქტ ოქტომ|-
    اکتبر|-""",
    """november nov|-
    ноябр|ь я е ю ем
    ноя нояб|-
    նոյեմբեր|- ի ին ից
    նմբ նոյ|-
    noyabr|- ı ın da ında
    noy|-
    kasım|- da
    kas|-
    ნოემბ|ერი ერს რის ერში ერ
    ნოე ნოემ|-
    نوامبر|-""",
    """december dec|-
    декабр|ь я е ю ем
    дек|-
    դեկտեմբեր|- ի ին ից
    դկտ դեկ դեկտ|-
    dekabr|- ı ın da ında
    dek|-
    aralık|- ta
    ara|-
    დეკემბ|ერი ერს რის ერში ერ
    დეკ დეკემ|-
    دسامبر|-""",
)
# Desks abroad and borrowed themes: it, fr, de, es, pt, nl, pl, uk, ro. Full names alone, since
# their short forms are words of our six languages ("ago", "set", "mar").
_MONTHS_ABROAD = (
    "gennaio janvier januar jänner enero janeiro januari stycznia січня ianuarie",
    "febbraio février fevrier februar febrero fevereiro februari lutego лютого februarie",
    "marzo mars märz março maart marca березня martie",
    "aprile avril abril kwietnia квітня aprilie",
    "maggio mayo maio mei maja травня",
    "giugno juin juni junio junho czerwca червня iunie",
    "luglio juillet juli julio julho lipca липня iulie",
    "août aout agosto augustus sierpnia серпня",
    "settembre septembre septiembre setembro września вересня septembrie",
    "ottobre octobre oktober octubre outubro października жовтня octombrie",
    "novembre noviembre novembro listopada листопада noiembrie",
    "dicembre décembre decembre dezember diciembre dezembro grudnia грудня decembrie",
)
_WEEKDAYS = """
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri
    sat sun
    понедельник вторник среда среду четверг пятница пятницу суббота субботу воскресенье пн вт ср чт
    пт сб вс
    երկուշաբթի երեքշաբթի չորեքշաբթի հինգշաբթի ուրբաթ շաբաթ կիրակի երկ երք չրք հնգ ուրբ շբթ կիր
    bazar ertəsi çərşənbə axşamı çərşənbə cümə şənbə
    pazartesi salı çarşamba perşembe cuma cumartesi pazar pzt çar per cum cmt paz
    ორშაბათი სამშაბათი ოთხშაბათი ხუთშაბათი პარასკევი შაბათი კვირა ორშ სამ ოთხ ხუთ პარ შაბ კვ
    شنبه یکشنبه دوشنبه سهشنبه چهارشنبه پنجشنبه جمعه"""
_FILLERS = """
    at on of the th st nd rd published updated posted modified edited last date time added created
    в во на от г год года году опубликовано обновлено дата время добавлено размещено изменено часов
    թ թվական թվականի թվականին ժամը հրապարակված հրապարակվել է թարմացված թարմացվել ամսաթիվ ին
    il ili ilin ci cı cu cü saat saatı dərc edilib yayımlanıb yenilənib tarix tarixi yeniləndi
    yayınlanma yayınlandı yayın tarihi güncelleme güncellenme güncellendi son eklenme giriş
    tarihinde da də de ta te
    წ წელი წლის წელს გამოქვეყნდა გამოქვეყნებულია განახლდა განახლებულია თარიღი საათი საათზე
    ساعت تاریخ انتشار"""
_UNITS = {
    "second": """second seconds sec secs секунда секунду секунды секунд сек
        վայրկյան saniyə saniye sn
        წამი წამის წმ ثانیه""",
    "minute": """minute minutes min mins m минута минуту минуты минут мин րոպե dəqiqə dəq dakika dk
        წუთი წუთის წთ دقیقه""",
    "hour": "hour hours hr hrs h час часа часов ч ժամ saat sa საათი საათის სთ ساعت",
    "day": "day days d день дня дней օր gün დღე დღის روز",
    "week": "week weeks wk w неделя неделю недели недель շաբաթ həftə hafta კვირა კვირის هفته",
    "month": "month months mo месяц месяца месяцев ամիս ay თვე თვის ماه",
    "year": "year years yr yrs y год года лет տարի il yıl წელი წლის سال",
}
_AGO = "ago назад առաջ əvvəl öncə qabaq önce evvel წინ پیش قبل"
_COUNTS = (
    "a an one один одну bir մեկ ერთი ერთ یک", "two два две iki երկու ორი دو",
    "three три üç երեք სამი سه", "four четыре dörd dört չորս ოთხი چهار",
    "five пять beş հինգ ხუთი پنج", "six шесть altı վեց ექვსი شش",
    "seven семь yeddi yedi յոթ შვიდი هفت", "eight восемь səkkiz sekiz ութ რვა هشت",
    "nine девять doqquz dokuz ինը ცხრა نه", "ten десять տասը ათი ده",
)  # fmt: skip
_HALF = "полчаса"
_DAYS = {
    0: "today сегодня այսօր bugün bugun დღეს امروز",
    1: "yesterday вчера երեկ dünən dün გუშინ دیروز",
    2: "позавчера srağagün გუშინწინ",
}
_NOW = "now moments сейчас indicə indi şimdi հիմա ახლახან ახლა justnow"
_ZONES = {
    "utc": 0, "gmt": 0, "z": 0, "ut": 0, "wet": 0, "bst": 60, "west": 60, "cet": 60, "cest": 120,
    "eet": 120, "eest": 180, "msk": 180, "мск": 180, "trt": 180, "msd": 240, "amt": 240, "azt": 240,
    "get": 240, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360,
    "pst": -480, "pdt": -420, "et": -300, "pt": -480, "jst": 540,
}  # fmt: skip
_PHRASES = {
    "bugün": "bu gün, bu gun",
    "justnow": """только что, just now, az önce, az öncə, hələ indi, elə indi, հենց նոր, հենց հիմա,
        a moment ago, moments ago, a few seconds ago,
        несколько секунд назад, bir az əvvəl, biraz önce, a few minutes ago, few minutes ago,
        несколько минут назад, bir neçə dəqiqə əvvəl, birkaç dakika önce, մի քանի րոպե առաջ,
        რამდენიმე წუთის წინ, چند دقیقه پیش, چند لحظه پیش""",
    "am": "a.m., a.m", "pm": "p.m., p.m",
    "позавчера": """the day before yesterday, day before yesterday, evvelsi gün, evvelki gün,
        önceki gün, srağa gün, sırağa gün, նախանցյալ օրը""",
    "полчаса": """half an hour, half hour, a half hour, yarım saat, կես ժամ, ნახევარი საათის,
        ნახევარ საათის, نیم ساعت""",
    "əvvəl": "bundan əvvəl, bundan öncə, bundan qabaq, bundan önce",
    " ": "çərşənbə axşamı, bazar ertəsi, cümə axşamı",
}  # fmt: skip

# One letter for each class of word; BOTH is a unit of time that elsewhere means nothing ("saat").
MONTH, FILLER, UNIT, BOTH, AGO, COUNT, DAY_WORD, NOW, AM, PM, ZONE = "MFUVGOTNapZ"


def fold(text: str) -> str:
    """The comparison form of date words: small letters, dotless and dotted i one, no joiners."""
    return (
        text.replace("İ", "i").lower().replace("ı", "i").replace("ё", "е")
        .replace("եւ", "և").replace("\u0307", "").replace("\xa0", " ").replace("\u202f", " ")
        .replace("\u200b", "").replace("\u200c", "").replace("’", "'")
        .replace("–", "-").replace("—", "-")
        .replace("年", "-").replace("月", "-").replace("日", " ")
    )  # fmt: skip


def _words() -> dict[str, tuple[str, int]]:
    """Every known word to its class and value; a month wins over all, a unit over filler."""
    table = dict.fromkeys(fold(_FILLERS + _WEEKDAYS).split(), (FILLER, 0))
    for number, words in enumerate(_UNITS.values()):
        for word in fold(words).split():
            table[word] = (BOTH if word in table else UNIT, number)
    for back, words in _DAYS.items():
        table.update((word, (DAY_WORD, back)) for word in fold(words).split())
    for number, words in enumerate(_COUNTS, start=1):
        table.update((word, (COUNT, number)) for word in fold(words).split())
    for kind, words in ((AGO, _AGO), (NOW, _NOW)):
        table.update((word, (kind, 1)) for word in fold(words).split())
    table.update((name, (ZONE, minutes)) for name, minutes in _ZONES.items())
    table.update({"am": (AM, 0), "pm": (PM, 12), _HALF: (UNIT, 7), "t": (FILLER, 0)})
    for number, line in enumerate(_MONTHS_ABROAD, start=1):
        table.update((name, (MONTH, number)) for name in fold(line).split())
    for number, lines in enumerate(_MONTHS, start=1):
        for line in lines.splitlines():
            stems, _, endings = fold(line).partition("|")
            for stem, ending in product(stems.split(), endings.split()):
                table[stem + ending.strip("-.")] = (MONTH, number)
    return table


WORDS = _words()
WEEKDAYS = frozenset(fold(_WEEKDAYS).split())
UNIT_SECONDS = (1, 60, 3600, 86_400, 604_800, 2_629_800, 31_557_600, 1800)
PHRASES = tuple(
    (fold(phrase).strip(), after) for after, line in _PHRASES.items() for phrase in line.split(",")
)
PAIRS = tuple(phrase for phrase, after in PHRASES if after in {"bugün", "justnow", "позавчера"})
DAYS_OF_WEEK = {  # English alone: nobody else writes the month first
    name: number
    for number, line in enumerate(
        [
            "monday mon",
            "tuesday tue tues",
            "wednesday wed",
            "thursday thu thur thurs",
            "friday fri",
            "saturday sat",
            "sunday sun",
        ]
    )
    for name in line.split()
}
RELATIVE = frozenset(w for w, (kind, _) in WORDS.items() if kind in {AGO, DAY_WORD, NOW})
