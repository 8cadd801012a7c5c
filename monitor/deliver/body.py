"""The bytes that stand for a message's body on every attempt."""

import json

from monitor.errors import DeliveryError
from monitor.records import Message


def body_bytes(message: Message) -> bytes:
    r"""Encode the stored text as it is, byte for byte the same on every attempt.

    Half a surrogate pair (a title may hold one) has no UTF-8 form; it goes out as the JSON escape
    ``\udXXX``, which every JSON reader takes.
    """
    return message.body.encode("utf-8", "backslashreplace")


def body_object(message: Message) -> dict[str, object]:
    """Read the stored text back.

    Raises:
        DeliveryError: it is not a JSON object, so that nothing can be told from it.
    """
    try:
        body = json.loads(message.body)
    except (ValueError, RecursionError) as error:
        raise DeliveryError(
            f"message {message.id!r}: its body is not JSON ({error}); the row is damaged"
        ) from error
    if not isinstance(body, dict):
        raise DeliveryError(
            f"message {message.id!r}: its body is a {type(body).__name__}, not an object; "
            f"the row is damaged"
        )
    return body
