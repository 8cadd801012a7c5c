"""Columns that come again under one headline: the review of the week, the weather, the rate."""

import re

_COLUMNS = re.compile(
    r"\b(?:weekly|daily|monthly) (?:review|digest|roundup|briefing|summary|news|report|update)"
    r"|week in review|press review"
    r"|morning briefing|photos? of the (?:day|week)|pictures? of the (?:day|week)"
    r"|(?:in|week in) pictures"
    r"|weather forecast|exchange rates?|horoscope|tv (?:guide|schedule)"
    r"|crossword|live (?:text|blog|updates|commentary)"
    r"|radio & text|as it happened|quiz of the week|today in history"
    r"|what to watch|top stories|newsletter|podcast"
    r"|обзор (?:недели|прессы|дня|событий)|итоги (?:дня|недели|месяца)"
    r"|дайджест|прогноз погоды|погода (?:на|в)"
    r"|курсы? (?:валют|доллара|евро|драма|лари|маната)|гороскоп|фото (?:дня|недели)"
    r"|в этот день|главн\w+ (?:событи\w+|новост\w+)"
    r" (?:дня|недели)|сводка|прямая трансляция|программа передач"
    r"|շաբաթվա|օրվա (?:լուսանկար|նորություններ|իրադարձ)|եղանակ\w* (?:տեսություն|կանխատեսում)"
    r"|եղանակը|փոխարժեք"
    r"|աստղագուշակ|հորոսկոպ|մամուլի տեսություն"
    r"|კვირის (?:მიმოხილვა|ამბები|შეჯამება|ანონსი)|დღის (?:ფოტო|ამბები|მთავარი)"
    r"|ამინდის პროგნოზი|ამინდი|ვალუტის კურსი"
    r"|ჰოროსკოპი|პრესის მიმოხილვა"
    r"|haftalık|haftanın|günün (?:fotoğrafı|özeti|haberleri)|hava durumu"
    r"|döviz kuru|burç|basın özeti"
    r"|həftəlik|həftənin|günün (?:fotosu|xəbərləri|icmalı)|hava proqnozu"
    r"|məzənnə|bürc|mətbuat icmalı",
    re.IGNORECASE,
)


def is_recurring(title: str) -> bool:
    """Whether a plain headline is that of a column that comes again and again."""
    return _COLUMNS.search(title) is not None
