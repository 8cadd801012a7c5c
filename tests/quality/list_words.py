"""Headlines of newsrooms that do not exist, in six languages, and the words around them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """One language as a site uses it."""

    code: str
    titles: tuple[str, ...]
    months: tuple[str, ...]  # as they stand beside a day
    sections: tuple[str, ...]
    latest: str
    popular: str
    more: str
    hours_ago: str
    today: str
    video: str
    views: str
    comments: str


TONGUES = (
    Tongue(
        code="en",
        titles=(
            "Ferry line across the strait opens after nine years",
            "Parliament votes on the railway act at night",
            "Harbour plans, doubts, and a new crane",
            "Orchard census begins in three valleys",
            "Officials did not confirm the landslide above the pass",
            "A cable under the sea: what will it carry?",
            "Snow closes the mountain road for a second day",
            "Teachers ask for smaller classes",
            "Wine harvest figures are out at last",
            "Choirs from eleven villages meet in the capital",
        ),
        months=(
            "January", "February", "March", "April", "May", "June", "July", "August",
            "September", "October", "November", "December",
        ),
        sections=("Politics", "Economy", "Society", "Culture"),
        latest="Latest news", popular="Most read", more="Read more", hours_ago="{} hours ago",
        today="Today", video="Video", views="views", comments="comments",
    ),
    Tongue(
        code="ru",
        titles=(
            "Паромная линия через пролив открыта после девяти лет",
            "Парламент ночью голосует за закон о железной дороге",
            "Планы порта, сомнения и новый кран",
            "В трёх долинах началась перепись садов",
            "Чиновники не подтвердили оползень над перевалом",
            "Кабель под морем: что по нему пойдёт?",
            "Снег второй день закрывает горную дорогу",
            "Учителя просят уменьшить классы",
            "Опубликованы итоги сбора винограда",
            "Хоры одиннадцати сёл встретились в столице",
        ),
        months=(
            "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа",
            "сентября", "октября", "ноября", "декабря",
        ),
        sections=("Политика", "Экономика", "Общество", "Культура"),
        latest="Последние новости", popular="Популярное", more="Читать далее",
        hours_ago="{} часов назад", today="Сегодня", video="Видео", views="просмотров",
        comments="комментариев",
    ),
    Tongue(
        code="hy",
        titles=(
            "Նեղուցով լաստանավային գիծը բացվեց ինը տարի անց",
            "Խորհրդարանը գիշերը քվեարկում է երկաթուղու օրենքի համար",
            "Նավահանգստի ծրագրերը, կասկածները և նոր կռունկը",
            "Երեք հովիտներում սկսվեց այգիների հաշվառումը",
            "Պաշտոնյաները չհաստատեցին սողանքը լեռնանցքի վրա",
            "Մալուխ ծովի տակ. ի՞նչ կփոխանցի այն",
            "Ձյունը երկրորդ օրը փակում է լեռնային ճանապարհը",
            "Ուսուցիչները խնդրում են փոքրացնել դասարանները",
            "Վերջապես հրապարակվեցին խաղողի բերքի տվյալները",
            "Տասնմեկ գյուղերի երգչախմբեր հանդիպեցին մայրաքաղաքում",
        ),
        months=(
            "հունվարի", "փետրվարի", "մարտի", "ապրիլի", "մայիսի", "հունիսի", "հուլիսի",
            "օգոստոսի", "սեպտեմբերի", "հոկտեմբերի", "նոյեմբերի", "դեկտեմբերի",
        ),
        sections=("Քաղաքականություն", "Տնտեսություն", "Հասարակություն", "Մշակույթ"),
        latest="Վերջին լուրեր", popular="Ամենաընթերցված", more="Կարդալ ավելին",
        hours_ago="{} ժամ առաջ", today="Այսօր", video="Տեսանյութ", views="դիտում",
        comments="մեկնաբանություն",
    ),
    Tongue(
        code="az",
        titles=(
            "Boğazdan keçən bərə xətti doqquz ildən sonra açıldı",
            "Parlament gecə dəmir yolu qanununa səs verir",
            "Liman planları, şübhələr və yeni kran",
            "Üç vadidə bağların siyahıyaalınması başladı",
            "Rəsmilər aşırımdakı sürüşməni təsdiq etmədi",
            "Dənizin altında kabel: o nə daşıyacaq?",
            "Qar ikinci gündür dağ yolunu bağlayır",
            "Müəllimlər kiçik siniflər istəyir",
            "Üzüm yığımının rəqəmləri nəhayət açıqlandı",
            "On bir kəndin xorları paytaxtda görüşdü",
        ),
        months=(
            "yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avqust",
            "sentyabr", "oktyabr", "noyabr", "dekabr",
        ),
        sections=("Siyasət", "İqtisadiyyat", "Cəmiyyət", "Mədəniyyət"),
        latest="Son xəbərlər", popular="Ən çox oxunan", more="Ətraflı",
        hours_ago="{} saat əvvəl", today="Bu gün", video="Video", views="baxış", comments="şərh",
    ),
    Tongue(
        code="ka",
        titles=(
            "სრუტეზე საბორნე ხაზი ცხრა წლის შემდეგ გაიხსნა",
            "პარლამენტი ღამით რკინიგზის კანონს უყრის კენჭს",
            "ნავსადგურის გეგმები, ეჭვები და ახალი ამწე",
            "სამ ხეობაში ბაღების აღწერა დაიწყო",
            "ოფიციალურმა პირებმა მეწყერი არ დაადასტურეს",
            "კაბელი ზღვის ქვეშ: რას გადაიტანს ის?",
            "თოვლი მეორე დღეა კეტავს მთის გზას",
            "მასწავლებლები მცირე კლასებს ითხოვენ",
            "რთველის მონაცემები ბოლოს და ბოლოს გამოქვეყნდა",
            "თერთმეტი სოფლის გუნდი დედაქალაქში შეხვდა",
        ),
        months=(
            "იანვარი", "თებერვალი", "მარტი", "აპრილი", "მაისი", "ივნისი", "ივლისი",
            "აგვისტო", "სექტემბერი", "ოქტომბერი", "ნოემბერი", "დეკემბერი",
        ),
        sections=("პოლიტიკა", "ეკონომიკა", "საზოგადოება", "კულტურა"),
        latest="ბოლო ამბები", popular="პოპულარული", more="ვრცლად", hours_ago="{} საათის წინ",
        today="დღეს", video="ვიდეო", views="ნახვა", comments="კომენტარი",
    ),
    Tongue(
        code="tr",
        titles=(
            "Boğazdan geçen feribot hattı dokuz yıl sonra açıldı",
            "Meclis gece yarısı demiryolu yasasını oyluyor",
            "Liman planları, kuşkular ve yeni bir vinç",
            "Üç vadide meyve bahçesi sayımı başladı",
            "Yetkililer geçitteki heyelanı doğrulamadı",
            "Denizin altında bir kablo: Ne taşıyacak?",
            "Kar dağ yolunu ikinci gün de kapattı",
            "Öğretmenler daha küçük sınıflar istiyor",
            "Bağ bozumu rakamları sonunda açıklandı",
            "On bir köyün koroları başkentte buluştu",
        ),
        months=(
            "Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran", "Temmuz", "Ağustos",
            "Eylül", "Ekim", "Kasım", "Aralık",
        ),
        sections=("Siyaset", "Ekonomi", "Toplum", "Kültür"),
        latest="Son haberler", popular="Çok okunanlar", more="Devamını oku",
        hours_ago="{} saat önce", today="Bugün", video="Video", views="görüntülenme",
        comments="yorum",
    ),
)  # fmt: skip
