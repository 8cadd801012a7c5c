"""Words with which a newsroom says that it was wrong, in six languages.

A label opens a sentence and is followed by a colon, a dash or a bracket (``Correction:``); a phrase
counts wherever it stands. A ``*`` stands for any ending, ``{text}`` for one of the words by which
a newsroom calls its own text. Only what a text says about itself is here: "the minister corrected
himself" is news, "this article was corrected" is a notice.
"""

import re
import unicodedata

_CORRECTION_LABELS = """
correction; corrections; corrected; corrects; correction notice; correction and clarification;
corrections and clarifications; clarification; clarifications; erratum; errata; amended;
editor's note; editors' note; corrected version
исправление; исправлено; исправления; поправка; уточнение; уточнено; уточнения; важная поправка;
от редакции; примечание редакции; опровержение; исправленная версия; уточнённая версия
ուղղում; ուղղումներ; ուղղված է; ճշգրտում; ճշտում; վրիպակ; խմբագրության կողմից; հերքում;
խմբագրության ծանոթագրություն; շտկում
შესწორება; შესწორებულია; დაზუსტება; დაზუსტებულია; უარყოფა; რედაქციისგან; რედაქციის შენიშვნა;
შეცდომის გასწორება
düzeltme; düzeltildi; düzeltme notu; düzeltme ve özür; tekzip; editörün notu; editör notu;
tavzih; düzeltme ve cevap
düzəliş; düzəliş edildi; düzəliş edilib; dəqiqləşdirmə; dəqiqləşdirilib; təkzib; redaksiyadan;
redaksiyanın qeydi; redaktorun qeydi
"""
_CORRECTION_PHRASES = """
an earlier version of this; an earlier version of the article; an earlier version of the story;
an earlier version said; an earlier version stated; an earlier version misstated;
an earlier version incorrectly; a previous version of this; a previous version of the article;
a previous version of the story; a previous version said; a previous version stated;
in an earlier version of this; earlier versions of this; previous versions of this;
the original version of this; this article was corrected; this article has been corrected;
this story was corrected; this story has been corrected; this report has been corrected;
this report was corrected; this version corrects; this article was amended;
this article has been amended; this story has been amended; this piece was amended;
has been updated to correct; was updated to correct; updated to clarify; amended to clarify;
this article incorrectly; this story incorrectly; this article misstated; this story misstated;
this article misidentified; corrects spelling; corrects paragraph; corrects headline;
corrects name; corrects date; corrects figure; corrects to; we apologise for the error;
we apologize for the error; we regret the error; the headline has been corrected;
the headline was corrected; the headline has been amended; due to an editing error;
owing to an editing error; because of an editing error
в предыдущей версии {text}; в более ранней версии {text}; в первоначальной версии {text};
в ранней версии {text}; в первой версии {text}; в прежней версии {text};
в исходной версии {text}; материал был исправлен*; в текст внесен* исправлени*;
в новость внесен*; в текст внесены уточнени*; в материал внесены; в заметку внесены;
внесены исправления в текст; ранее в тексте ошибочно; ранее в материале;
ранее в новости ошибочно; в тексте ошибочно; в материале ошибочно; в публикации ошибочно;
редакция приносит извинени*; приносим извинения за ошибк*; приносим извинения за неточност*;
приносит извинения за неточност*; текст исправлен*; новость исправлен*; новость была исправлен*;
заголовок исправлен*; заголовок был исправлен*; в заголовке была допущена ошибка;
в заголовке допущена ошибка; в тексте была допущена; в материале была допущена;
в тексте допущена ошибка
{text} նախորդ տարբերակում; {text} սկզբնական տարբերակում; {text} ավելի վաղ տարբերակում;
{text} նախնական տարբերակում; {text} առաջին տարբերակում; հոդվածում տեղ գտած; նյութում տեղ է գտել;
լուրը շտկվել է; լուրը ուղղվել է; հոդվածը շտկվել է; հոդվածը ուղղվել է; նյութը շտկվել է;
նյութը ուղղվել է; վրիպակը շտկված է; վրիպակն ուղղված է; սխալմամբ նշված էր; սխալմամբ նշվել է;
սխալմամբ նշվել էր; սխալմամբ գրվել էր; ներողություն ենք խնդրում վրիպակի
{text} წინა ვერსიაში; {text} თავდაპირველ ვერსიაში; {text} ადრინდელ ვერსიაში;
{text} პირვანდელ ვერსიაში; {text} პირველ ვერსიაში; სტატია შესწორდა; სტატია შესწორებულია;
მასალა შესწორდა; მასალა შესწორებულია; ტექსტი შესწორდა; ტექსტში შევიდა შესწორება;
სტატიაში შეცდომით; მასალაში შეცდომით; ტექსტში შეცდომით; სათაური შესწორდა;
ბოდიშს გიხდით შეცდომის; რედაქცია ბოდიშს იხდის
{text} önceki hal*; {text} önceki sürüm*; {text} önceki versiyon*; {text} ilk halinde;
{text} ilk sürümünde; {text} ilk versiyonunda; {text} daha önceki hal*;
{text} daha önceki sürüm*; haberde düzeltme yapıl*; haber düzeltil*; bu haber düzeltil*;
başlık düzeltil*; haberde yanlışlıkla; haberimizde yanlışlıkla; haberimizde sehven;
hatadan dolayı özür; yanlışlıktan dolayı özür; hata için özür
{text} əvvəlki versiya*; {text} ilkin versiya*; {text} ilk versiya*; {text} əvvəlki variant*;
xəbərə düzəliş; xəbərdə düzəliş; mətnə düzəliş; mətndə düzəliş; məqaləyə düzəliş;
başlığa düzəliş; xəbərdə səhvən; xəbərdə yanlışlıqla; mətndə səhvən; mətndə yanlışlıqla;
səhvə görə üzr; yanlışlığa görə üzr
"""
_RETRACTION_LABELS = """
retraction; retracted; notice of retraction; story withdrawn; story retracted; kill notice;
article withdrawn; article retracted; mandatory kill
материал отозван; новость отозвана; новость аннулирована; снято с публикации
լուրը հետ է կանչված; նյութը հետ է կանչված
ინფორმაცია გაუქმებულია
haber geri çekildi; yayından kaldırıldı
xəbər ləğv edilib; xəbər geri çağırılıb
"""
_RETRACTION_PHRASES = """
this article has been retracted; this article was retracted; this story has been retracted;
this story was retracted; has retracted this article; has retracted this story;
we have retracted; this article has been removed; this article was removed;
this story has been removed; this story was removed; this article has been withdrawn;
this story has been withdrawn; this article was withdrawn; this story was withdrawn;
this report has been withdrawn; this report was withdrawn; this report has been retracted;
this post has been removed; this article has been deleted; this story has been deleted;
this article is no longer available; this story is no longer available; has been unpublished;
the article has been taken down; this article has been taken down;
this story has been taken down; has withdrawn this story; has withdrawn this article
материал удален*; материал был удален*; материал снят с публикации; материал отозван*;
новость удален*; новость была удален*; новость снята с публикации; новость отозвана;
новость аннулирована; сообщение аннулировано; сообщение отозвано; статья удален*;
статья была удален*; статья снята с публикации; публикация удален*; публикация снята;
публикация отозвана; редакция отзывает; агентство отзывает
հոդվածը հեռացվել է; հոդվածը հեռացված է; հոդվածը ջնջվել է; հոդվածը ջնջված է; նյութը հեռացվել է;
նյութը հեռացված է; նյութը ջնջվել է; լուրը հեռացվել է; լուրը հեռացված է; լուրը ջնջվել է;
հրապարակումը հեռացվել է; հրապարակումը հեռացված է
სტატია წაიშალა; სტატია წაშლილია; მასალა წაიშალა; მასალა წაშლილია; სტატია ამოღებულია;
მასალა ამოღებულია; პუბლიკაცია წაშლილია; პუბლიკაცია წაიშალა; ამბავი წაშლილია; ინფორმაცია წაშლილია
haber yayından kaldırıl*; haber kaldırıl*; bu haber kaldırıl*; bu içerik kaldırıl*;
haber silin*; haber geri çekil*; yazı yayından kaldırıl*; içerik yayından kaldırıl*;
bu haber silin*
xəbər silinib; xəbər silindi; bu xəbər silinib; məqalə silinib; material silinib;
xəbər saytdan çıxarıl*; xəbər geri götürül*; məqalə geri götürül*; xəbər ləğv edil*;
material saytdan çıxarıl*; yazı silinib
"""
_OWN_TEXTS = """
материала новости статьи текста публикации заметки сообщения заголовка репортажа этого этой данной
данного հոդվածի լուրի նյութի տեքստի հրապարակման վերնագրի სტატიის მასალის ტექსტის სიახლის
პუბლიკაციის სათაურის ინფორმაციის haberin haberimizin yazının yazımızın metnin içeriğin başlığın
xəbərin xəbərimizin məqalənin mətnin materialın
"""
_OPENING = r"(?:^|(?<=[.!?։…»”\"*\[(])\s{0,4}|(?<=[—–|]\s))[\W_]{0,4}"
_AFTER_LABEL = r"\s*(?:\([^)\n]{1,40}\)\s*)?(?:[:։՝\])—–-]|\.(?=\s)|,?\s\d|$)"


def _phrases(entries: str) -> str:
    """The entries of a table as one pattern, long ones first."""
    plain = (each.strip() for each in _plain(entries).split(";"))
    kept = sorted(filter(None, plain), key=len, reverse=True)
    own = "|".join(_plain(_OWN_TEXTS).split())
    return "|".join(
        re.escape(each)
        .replace(r"\*", r"\w*")
        .replace(r"\{text\}", f"(?:{own})")
        .replace(r"\ ", r"\s+")
        for each in kept
    )


def _plain(text: str) -> str:
    """A text with letters that are written in two ways written in one."""
    text = unicodedata.normalize("NFKC", text).replace("\u2019", "'").replace("İ", "i")
    return text.replace("\u00ad", "").lower().replace("ё", "е").replace("i\u0307", "i")


def _pattern(labels: str, phrases: str) -> re.Pattern[str]:
    labels, phrases = (_phrases(table.replace("\n", ";")) for table in (labels, phrases))
    return re.compile(
        rf"{_OPENING}(?:{labels}){_AFTER_LABEL}|\b(?:{phrases})(?!\w)",
        re.MULTILINE,
    )


_CORRECTION = _pattern(_CORRECTION_LABELS, _CORRECTION_PHRASES)
_RETRACTION = _pattern(_RETRACTION_LABELS, _RETRACTION_PHRASES)


def corrections(text: str) -> int:
    """How often a text says that it, or an earlier state of it, was wrong or unclear."""
    return sum(1 for _ in _CORRECTION.finditer(_plain(text)))


def retractions(text: str) -> int:
    """How often a text says that it was taken back or taken down."""
    return sum(1 for _ in _RETRACTION.finditer(_plain(text)))
