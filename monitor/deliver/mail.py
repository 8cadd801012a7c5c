"""A rendered message as an Internet message whose headers cannot be injected.

The same message gives the same bytes on every attempt: the Message-ID, the date and the boundary
all come from the stored row. Sources: RFC 5322 (threads), RFC 2919 (List-Id), RFC 3834
(Auto-Submitted).
"""

import hashlib
import re
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, parseaddr

from monitor.deliver.alert import SUBJECT_LIMIT
from monitor.deliver.contract import EmailSpec
from monitor.deliver.render import Rendered
from monitor.deliver.wording import one_line
from monitor.records import Message

# surrogates never reach here; the local part and the host of an address as SMTP carries them
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.\[\]:_-]{1,255}")


def build_mail(
    message: Message, rendered: Rendered, *, spec: EmailSpec, recipient: str
) -> EmailMessage:
    """Give the mail that tells `message` to `recipient`; `recipient` passed :func:`ascii_address`.

    Never raises for anything that a publisher wrote.
    """
    mail = EmailMessage(policy=SMTP)
    mail["Message-ID"] = f"<{_id_part(message.id)}@{spec.host_id}>"
    mail["Date"] = format_datetime(message.created_at)
    mail["From"] = _from(spec)
    mail["To"] = recipient
    mail["Subject"] = one_line(rendered.subject, limit=SUBJECT_LIMIT)
    if thread := _thread(message):
        mail["In-Reply-To"] = f"<{thread}@{spec.host_id}>"
        mail["References"] = f"<{thread}@{spec.host_id}>"
    mail["List-Id"] = (
        f"<{_id_part('.'.join(message.alerts[:1]) or message.channel)}.{spec.host_id}>"
    )
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    # base64: a Georgian letter costs 4 bytes in it, 9 in quoted-printable
    mail.set_content(_encodable(rendered.text), subtype="plain", cte="base64")
    mail.add_alternative(_encodable(rendered.html), subtype="html", cte="base64")
    # set last: making room for the second part moves every Content- header into the first
    mail["Content-Language"] = rendered.languages
    mail.set_boundary("=_" + hashlib.sha256(message.id.encode("utf-8", "replace")).hexdigest()[:32])
    return mail


def ascii_address(text: str) -> str | None:
    """Give a bare address in the letters that SMTP carries, its host in IDNA; None if it has none.

    A local part outside ASCII needs SMTPUTF8 on every hop, which nobody can promise.
    """
    local, _, host = text.strip().rpartition("@")
    try:
        address = f"{local}@{host.encode('idna').decode() if not host.isascii() else host}"
    except UnicodeError:
        return None
    return address if _ADDRESS.fullmatch(address) else None


def _from(spec: EmailSpec) -> str:
    name, address = parseaddr(spec.sender)
    return formataddr((one_line(name, limit=60) or "monitor", ascii_address(address) or address))


def _thread(message: Message) -> str:
    """Name the thread: a story, a source, or the earlier editions of a digest."""
    if message.type == "digest":
        return "digest." + _id_part((message.alerts or (message.channel,))[0])
    if message.type.startswith("source."):
        return "source." + _id_part(message.source or message.channel)
    story = message.group or message.item_id
    return "story." + _id_part(story) if story else ""


def _id_part(text: str) -> str:
    """Give the same token for the same text, in letters that need no quoting in a header."""
    if re.fullmatch(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*", text) and len(text) <= 64:
        return text
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
