"""Invented outlets and stories in six languages, for newsrooms that need something to print."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "ru", "hy", "az", "ka", "tr")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """An invented newsroom; `country` is None for one that writes about the world."""

    name: str
    language: str
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An invented story; `about` holds the places that it is about, none where irrelevant."""

    id: str
    language: str
    title: str
    summary: str
    about: tuple[str, ...] = ()  # AM AZ GE AB SO NK
    is_archive: bool = False  # one of the old stories that a site starts with

    @property
    def is_relevant(self) -> bool:
        """Whether it is about the South Caucasus."""
        return bool(self.about)


@cache
def outlets() -> tuple[Outlet, ...]:
    """Every outlet, in the order of the languages."""
    return tuple(
        Outlet(language=language, **entry)
        for language in LANGUAGES
        for entry in _read(language)["outlet"]
    )


@cache
def stories(
    language: str | None = None,
    *,
    is_relevant: bool | None = None,
    is_archive: bool | None = None,
) -> tuple[Story, ...]:
    """The stories in a language (None: all), narrowed to what is asked for."""
    return tuple(
        one
        for one in _all_stories()
        if language in {None, one.language}
        and is_relevant in {None, one.is_relevant}
        and is_archive in {None, one.is_archive}
    )


def story(story_id: str) -> Story:
    """The story with this id, such as ``en-lars``."""
    return next(one for one in _all_stories() if one.id == story_id)


@cache
def _all_stories() -> tuple[Story, ...]:
    return tuple(
        Story(
            id=entry["id"],
            language=language,
            title=entry["title"],
            summary=entry["summary"],
            about=tuple(entry.get("about", "").split()),
            is_archive=is_archive,
        )
        for language in LANGUAGES
        for table, is_archive in (("archive", True), ("story", False))
        for entry in _read(language)[table]
    )


@cache
def _read(language: str) -> dict[str, list[dict[str, str]]]:
    text = files("monitor.testing").joinpath("stories", f"{language}.toml").read_text("utf-8")
    return tomllib.loads(text)
