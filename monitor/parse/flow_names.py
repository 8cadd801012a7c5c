"""What elements and classes are called, as sites use them everywhere."""

import re

INLINE = frozenset(
    """
    a abbr acronym b bdi bdo big cite code data dfn em font i ins kbd label mark nobr q ruby
    rb rt s samp small span strong sub sup tt u var wbr del strike time""".split()  # noqa: SIM905 - words
)
UNSEEN = frozenset(
    """
    script style noscript template svg iframe object select option textarea button head input
    canvas video audio map math form-error""".split()  # noqa: SIM905 - words
)
NAVIGATION_TAGS = frozenset({"nav", "footer"})
# Of these a list of dated headlines may bear the name and be one all the same.
NAVIGATION = frozenset(
    """
    nav navbar navigation menu submenu breadcrumb breadcrumbs footer""".split()  # noqa: SIM905 - words
)
# Of these none is.
ELSEWHERE = frozenset(
    """
    pagination pager paging tags tagcloud cloud social share sharing comment comments cookie
    cookies lang languages login shop cart price rating weather currency sponsor sponsors
    advert advertisement banner calendar product products prices basket checkout wishlist
    consent gdpr newsletter signin signup register poll vote horoscope exchange rates vacancy
    vacancies datepicker langs language switcher subscribe""".split()  # noqa: SIM905 - words
)
# Blog software names the section and the tags of an article in its class: "post tag-menu".
LABELS = ("tag-", "category-", "cat-", "has-", "comment-status", "type-")
# What stands in one line with a headline and is none of it.
BESIDE = re.compile(
    r"(?:^|[\s_-])(?:labels?|badges?|tags?|flags?|rubrics?|rubrika|categor(?:y|ies)|cat|kicker|eyebrow"
    r"|markers?|stickers?|count(?:er|s)?|cnt|views?|hits|comments?|icons?|ico|meta|authors?|byline"
    r"|source|num(?:ber)?|rating|type|live|video|photo|foto|sr-only|visually-hidden|screen-reader"
    r"|hidden)(?:$|[\s_-])",
    re.IGNORECASE,
)
VOLATILE = re.compile(r"\d|first|last|odd|even|active|current|sticky|featured", re.IGNORECASE)
