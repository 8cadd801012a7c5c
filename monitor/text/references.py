"""Character references (``&amp;``, ``&#8212;``) read once, whatever stands in them."""

import html
import re

# html.unescape reads the number with int(), which refuses more than 4,300 digits.
_ENDLESS = re.compile(r"&#(?:[0-9]{20,}|[xX][0-9a-fA-F]{20,});?")
# The shape that html.unescape looks for (CPython, Lib/html/__init__.py).
REFERENCE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)")


def unescape(text: str) -> str:
    """The text with its character references read once; never raises."""
    if "&" not in text:
        return text
    if "&#" in text:
        text = _ENDLESS.sub("\ufffd", text)
    return html.unescape(text)
