"""What the newsrooms of the crash test print: any number of different stories, in six languages."""

from dataclasses import dataclass

RELEVANT = {
    "en": (
        "Tbilisi council counts the benches of district {n}",
        "The city hall of the Georgian capital said that the Mtkvari embankment {n} comes next.",
    ),
    "ru": (
        "В Тбилиси открыли читальный зал № {n}",
        "Мэрия столицы Грузии обещает новые книги для зала {n} до конца лета.",
    ),
    "hy": (
        "Երևանում բացվեց թիվ {n} ընթերցասրահը",
        "Հայաստանի մայրաքաղաքի գրադարանավարները եկան թիվ {n} սրահի բացմանը։",
    ),
    "az": (
        "Bakıda {n} nömrəli oxu zalı açıldı",
        "Azərbaycanın paytaxtında kitabxanaçılar {n} nömrəli zalda toplandı.",
    ),
    "ka": (
        "თბილისში გაიხსნა სამკითხველო ნომერი {n}",
        "საქართველოს დედაქალაქში ბიბლიოთეკარები დარბაზში ნომერი {n} შეიკრიბნენ.",
    ),
    "tr": (
        "Tiflis'te {n} numaralı okuma salonu açıldı",
        "Gürcistan'ın başkentinde kütüphaneciler {n} numaralı salonda toplandı.",
    ),
}
ELSEWHERE = (
    "Lisbon lays new rails for tram line {n}",
    "The Portuguese capital expects fewer cars on avenue {n} when the work is done.",
)
REWRITTEN = "{title}, and the mayor's office publishes the list"


@dataclass(frozen=True, slots=True)
class Copy:
    """The words of one article."""

    title: str
    summary: str


class Press:
    """Gives words that were never printed before."""

    def __init__(self) -> None:
        self._printed = 100

    def relevant(self, language: str) -> Copy:
        """A story about the South Caucasus."""
        return self._next(RELEVANT[language])

    def elsewhere(self) -> Copy:
        """A story about another part of the world."""
        return self._next(ELSEWHERE)

    def _next(self, words: tuple[str, str]) -> Copy:
        self._printed += 1
        title, summary = (each.format(n=self._printed) for each in words)
        return Copy(title, summary)
