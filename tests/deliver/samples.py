"""Messages and digests with invented outlets, people and events, in six languages."""

import datetime as dt
import json
from typing import Any

from monitor.records import EventType, Message

NOW = dt.datetime(2026, 11, 23, 3, 30, tzinfo=dt.UTC)


def item_body(**changes: Any) -> dict[str, Any]:
    item = {
        "id": "q7m2k9x4c1v8b3n5",
        "title": "Upper Lars road closed by snow; 140 lorries waiting",
        "url": "https://kurapost.example/en/upper-lars-closed",
        "source": "Kura Post",
        "source_url": "https://kurapost.example/",
        "summary": "The Roads Department closed the pass at 11:40. Drivers are asked to turn back "
        "at Pasanauri; the forecast speaks of snow until Tuesday evening.",
        "language": "en",
        "published": {"at": "2026-11-22T07:52:00Z", "precision": "minute", "text": "11:52"},
        "first_seen": "2026-11-22T08:02:00Z",
        "authors": ["Nino Example"],
        "revision": 1,
        "tags": [],
    } | changes
    return {
        "type": "item.new",
        "timestamp": "2026-11-22T08:02:05Z",
        "data": {
            "item": item,
            "match": {
                "topics": ["south-caucasus"],
                "places": ["GE"],
                "score": 2.4,
                "why": [
                    "“Upper Lars” (title) names the Upper Lars crossing, +1.2",
                    "“Pasanauri” (summary) names a place in Georgia, +0.8",
                    "Kura Post writes from Georgia, +0.4",
                    "a fourth reason that no mail has room for",
                ],
            },
            "story": {"id": "q7m2k9x4c1v8b3n5", "copies": 3, "first_source": "Roads Department"},
            "alerts": ["south-caucasus"],
        },
    }


def message(body: Any = None, **changes: Any) -> Message:
    body = item_body() if body is None else body
    kind: EventType = body.get("type", "item.new") if isinstance(body, dict) else "item.new"
    values: dict[str, Any] = {
        "id": "m4t8w2p6r1s5d9f3",
        "type": kind,
        "channel": "desk",
        "created_at": dt.datetime(2026, 11, 22, 8, 2, 5, tzinfo=dt.UTC),
        "body": body if isinstance(body, str) else json.dumps(body, ensure_ascii=False),
        "item_id": "q7m2k9x4c1v8b3n5",
        "group": "q7m2k9x4c1v8b3n5",
        "source": "Kura Post",
        "alerts": ("south-caucasus",),
        "recipients": ("desk@example.org",),
    }
    return Message(**values | changes)


def titled(title: str, **changes: Any) -> Message:
    return message(item_body(title=title, **changes))


def revised(edit: str, before: dict[str, str], after: dict[str, str]) -> Message:
    body = item_body(title=after["title"], summary=after.get("summary", ""))
    body["type"] = "item.revised"
    body["data"]["change"] = {"edit": edit, "before": before, "after": after}
    return message(body)


def notice(kind: str, **source: Any) -> Message:
    values = {
        "name": "Берег",
        "url": "https://bereg.example/news",
        "state": "silent",
        "reason": "nothing new since 05:32; its usual gap is 40 min",
        "since": "2026-11-22T01:32:00Z",
        "errors": 0,
    }
    body = {
        "type": kind,
        "timestamp": "2026-11-22T10:40:00Z",
        "data": {"source": values | source},
    }
    return message(body, item_id=None, group=None, source="Берег")


def _carrier(source: str, minutes: int, language: str = "", title: str = "") -> dict[str, Any]:
    return {
        "source": source,
        "url": "https://carrier.example/1",
        "title": title,
        "language": language,
        "minutes_after": minutes,
    }


def entry(title: str, source: str, language: str, **changes: Any) -> dict[str, Any]:
    return {
        "item_id": "a1b2c3d4e5f6a7b8",
        "title": title,
        "url": "https://paper.example/story?id=1&from=list",
        "source": source,
        "language": language,
        "first_seen": "2026-11-22T08:05:00Z",
        "published": None,
        "places": [],
        "carriers": [],
        "copies": 0,
        "why": [],
        "changed": False,
    } | changes


def digest_view() -> dict[str, Any]:
    """A morning with news in six languages."""
    return {
        "name": "morning",
        "slot": "2026-11-23T03:30:00Z",
        "slot_local": "2026-11-23T07:30:00+04:00",
        "timezone": "Asia/Tbilisi",
        "since": "2026-11-22T03:30:00Z",
        "until": "2026-11-23T03:30:00Z",
        "totals": {
            "items": 1374,
            "relevant": 41,
            "stories": 8,
            "sources": 134,
            "sources_read": 131,
            "copies": 27,
            "revised": 2,
            "held": 32,
            "borderline": 5,
        },
        "places": [
            {"code": "AM", "name": "Armenia", "count": 9},
            {"code": "AZ", "name": "Azerbaijan", "count": 7},
            {"code": "GE", "name": "Georgia", "count": 17},
            {"code": "AB", "name": "Abkhazia", "count": 3},
            {"code": "SO", "name": "South Ossetia", "count": 1},
            {"code": "NK", "name": "Nagorno-Karabakh", "count": 0},
        ],
        "sections": _sections(),
        "changes": [
            {
                "item_id": "q7m2k9x4c1v8b3n5",
                "title": "Upper Lars road closed by snow; at least 410 lorries waiting",
                "before": "Upper Lars road closed by snow; 140 lorries waiting",
                "after": "Upper Lars road closed by snow; at least 410 lorries waiting",
                "edit": "number",
                "source": "Kura Post",
                "url": "https://kurapost.example/en/upper-lars-closed",
                "at": "2026-11-22T10:31:00Z",
            },
            {
                "item_id": "c44d02c44d02c44d",
                "title": "Ministry declines to comment on talks about a transit fee",
                "before": "Ministry denies talks about a transit fee",
                "after": "Ministry declines to comment on talks about a transit fee",
                "edit": "headline",
                "source": "Kura Post",
                "url": "https://kurapost.example/en/transit-fee",
                "at": "2026-11-22T09:50:00Z",
            },
        ],
        "needs_you": [
            {"source": "Берег", "reason": "silent", "since": "2026-11-22T01:32:00Z"},
            {"source": "Gateway Herald", "reason": "answers 403", "since": None},
        ],
        "held": {"copies": 27, "borderline": 5, "baseline": 0},
        "empty": False,
    }


def _sections() -> list[dict[str, Any]]:
    return [
        {
            "code": "REGION",
            "name": "Regional",
            "entries": [
                entry(
                    "Border commissions agree a timetable for the northern section",
                    "Xəzər Bülleteni",
                    "en",
                    carriers=[
                        _carrier(
                            "Sevan Wire", 4, "hy", "Հանձնաժողովները համաձայնեցրել են ժամկետները"
                        ),
                        _carrier("Мост Информ", 21, "ru", "Комиссии согласовали график работ"),
                        _carrier(
                            "Aras Haber", 58, "tr", "Komisyonlar kuzey hattı için takvimde anlaştı"
                        ),
                        _carrier("Kura Post", 133, "en", "Commissions agree"),
                    ],
                    copies=22,
                    why=["“border commissions” (title) names the delimitation of the border, +1.4"],
                ),
            ],
        },
        {
            "code": "AM",
            "name": "Armenia",
            "entries": [
                entry(
                    "Կառավարությունը հաստատել է ճանապարհների վերանորոգման ծրագիրը",
                    "Sevan Wire",
                    "hy",
                ),
                entry("Sevan trout returns to two rivers", "Kura Post", "en"),
            ],
        },
        {
            "code": "AZ",
            "name": "Azerbaijan",
            "entries": [
                entry(
                    "Bakı–Gəncə qatarının hərəkət cədvəli dəyişir",
                    "Xəzər Bülleteni",
                    "az",
                    carriers=[_carrier("მთის ამბები", 80, "ka", "მატარებლის განრიგი იცვლება")],
                ),
            ],
        },
        {
            "code": "GE",
            "name": "Georgia",
            "entries": [
                entry(
                    "Upper Lars road closed by snow; at least 410 lorries waiting",
                    "Roads Department",
                    "en",
                    carriers=[
                        _carrier(
                            "მთის ამბები", 18, "ka", "ლარსის გზა ჩაკეტილია, რიგში 410 სატვირთოა"
                        ),
                        _carrier(
                            "Мост Информ",
                            25,
                            "ru",
                            "Дорога на Ларс закрыта, в очереди 410 грузовиков",
                        ),
                    ],
                    copies=4,
                    changed=True,
                ),
                entry("თბილისის მეტროში ახალი ვაგონები გამოვა", "მთის ამბები", "ka"),
            ],
        },
        {
            "code": "AB",
            "name": "Abkhazia",
            "entries": [
                entry(
                    "В Сухуме вводят график отключений света",
                    "Берег",
                    "ru",
                    published={
                        "at": "2026-11-22T00:00:00Z",
                        "precision": "day",
                        "text": "22 ноября",
                    },
                    carriers=[_carrier("Kura Post", 2900, "en", "Power cuts scheduled")],
                ),
            ],
        },
        {"code": "SO", "name": "South Ossetia", "entries": []},
        {
            "code": "NK",
            "name": "Nagorno-Karabakh",
            "entries": [entry("Hankendi’de iki okul yeniden açıldı", "Aras Haber", "tr")],
        },
    ]


def large_digest(stories: int) -> dict[str, Any]:
    """A digest whose headlines are long and Georgian; every tenth story has many carriers."""
    view = digest_view()
    view["sections"] = [
        {
            "code": "GE",
            "name": "Georgia",
            "entries": [
                entry(
                    f"{number}: საგზაო დეპარტამენტმა დროებით შეზღუდა მოძრაობა მთიან მონაკვეთზე",
                    "მთის ამბები",
                    "ka",
                    carriers=[
                        _carrier("Мост Информ", 25, "ru", "На горном участке ограничили движение"),
                        _carrier("Kura Post", 41, "en", "Traffic limited on the mountain section"),
                    ]
                    * (4 if number % 10 == 0 else 1),
                )
                for number in range(1, stories + 1)
            ],
        }
    ]
    view["totals"]["stories"] = stories
    return view
