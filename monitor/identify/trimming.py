"""What carriers hang on a text that is not part of it: read-also lines, credits, invitations.

Taken off for comparison only; nobody is shown the result.
"""

import re

# From the word to the end of the sentence: what follows is the headline of another article.
_ALSO = (
    "read (?:also|more|next|the full (?:story|article|text))(?: (?:on|at|in|here))?|see also"
    "|also read|related(?: (?:news|articles?|stories|story))?|more on this(?: story)?"
    "|you may also like|don't miss"
    "|(?:читайте|смотрите|подробнее|узнайте)(?: (?:также|ещё|еще|больше|по теме|на сайте|об этом))*"
    "|по теме|ранее по теме"
    "|(?:կարդացեք|կարդալ|տե՛ս|տես|դիտեք)(?: (?:նաև|նաեւ|ավելին))|կից"
    "|(?:წაიკითხეთ|იხილეთ|ნახეთ)(?: (?:ასევე|აგრეთვე|მეტი|სრულად))*|ამავე თემაზე"
    "|(?:ayrıca|bunu da|bunları da) (?:okuyun|oku)|(?:ilgili|benzer) haber(?:ler)?"
    "|devamını oku|okumaya devam"
    "|(?:həmçinin|bunu da|bunları da) (?:oxuyun|oxu)|oxşar xəbər(?:lər)?|ardını oxu"
)
_CREDIT = (
    "photo|photos|image|picture|video|source|author|reporting by|editing by"
    "|written by|translated by"
    "|фото|видео|источник|автор|редактор|текст|перевод"
    "|լուսանկարը?|տեսանյութը?|աղբյուրը?|հեղինակը?|լուսանկար"
    "|ფოტო|ვიდეო|წყარო|ავტორი|ფოტოს ავტორი"
    "|fotoğraf|görsel|kaynak|yazar|muhabir|foto|mənbə|müəllif"
)
_INVITE = (
    "subscribe to|follow us|join our|sign up for|share this|click here|"
    "подпис(?:ывайтесь|аться) на|следите за|присоединяйтесь|"
    "բաժանորդագրվ|հետեւեք|հետևեք|გამოიწერეთ|შემოგვიერთდით|გამოგვყევით|"
    "abone ol|takip ed|bizi izlə|abunə ol|kanalımıza"
)
_LINE_END = r"[^.!?։\n]{0,200}(?:[.!?։\n]|\Z)"
_ALSO_LINE = re.compile(rf"(?<!\w)(?:{_ALSO})\s*[:՝—–-]+\s*{_LINE_END}", re.IGNORECASE)
_CREDIT_LINE = re.compile(
    rf"(?:(?<=[.!?։\n)])|\A)\s*[(\[]?(?:{_CREDIT})\s*[:՝©/]\s*[^.!?։\n)\]]{{1,60}}(?:[.!?։\n)\]]|\Z)",
    re.IGNORECASE,
)
_INVITE_LINE = re.compile(rf"(?:(?<=[.!?։\n])|\A)\s*(?:{_INVITE}){_LINE_END}", re.IGNORECASE)
_BYLINE = re.compile(
    r"\A\s*(?:By|BY|Автор:?|Հեղինակ՝|ავტორი:?|Yazan:?|Müəllif:?)\s+(?:[^\W\d_][\w.'’-]*\s*){1,3}"
    r"(?:,\s*(?:[^\W\d_][\w.'’-]*\s*){1,3})?[|/–—:\n.-]\s*"
)


def trimmed(text: str) -> str:
    """A plain text without the lines that carriers hang on it."""
    for line in (_BYLINE, _ALSO_LINE, _CREDIT_LINE, _INVITE_LINE):
        shorter = line.sub(" ", text)
        text = shorter if shorter.strip() else text
    return text
