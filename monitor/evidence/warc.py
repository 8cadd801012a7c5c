"""The same evidence as a web archive, for the tools of libraries and courts.

Source: ISO 28500 (WARC/1.1): a ``response`` for each document that is kept, and beside it a
``metadata`` record with the record of the ledger, byte for byte.
"""

import http
import io
import json
from collections.abc import Callable, Sequence
from typing import IO, Any

from monitor.records import Proof

# The body is kept decoded, so these would describe other bytes; the metadata record has them.
_OF_THE_WIRE = frozenset({"content-encoding", "content-length", "transfer-encoding"})


def write_warc(
    proofs: Sequence[Proof], out: IO[bytes], body_of: Callable[[str], bytes | None]
) -> tuple[str, ...]:
    """Write a gzipped WARC to `out`; gives the hashes of the bodies that are not kept any more."""
    from warcio.warcwriter import WARCWriter

    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    writer.write_record(
        writer.create_warcinfo_record(
            "evidence.warc.gz", {"software": "monitor", "format": "WARC File Format 1.1"}
        )
    )
    missing: list[str] = []
    for proof in proofs:
        told: dict[str, Any] = json.loads(proof.record)
        extra = {"WARC-Date": f"{proof.fetched_at:%Y-%m-%dT%H:%M:%S.%fZ}"}
        body = body_of(proof.sha256)
        if body is None:
            missing.append(proof.sha256)
        else:
            response = _response(writer, proof, told, body, extra)
            writer.write_record(response)
            extra["WARC-Concurrent-To"] = response.rec_headers.get_header("WARC-Record-ID")
        writer.write_record(
            writer.create_warc_record(
                proof.url,
                "metadata",
                payload=io.BytesIO(proof.record.encode("ascii")),
                length=len(proof.record),
                warc_content_type="application/json",
                warc_headers_dict=extra,
            )
        )
    return tuple(missing)


# Any: warcio has no types.
def _response(
    writer: Any,  # noqa: ANN401
    proof: Proof,
    told: dict[str, Any],
    body: bytes,
    extra: dict[str, str],
) -> Any:  # noqa: ANN401
    from warcio.statusandheaders import StatusAndHeaders

    headers = [(name, value) for name, value in told["headers"] if name not in _OF_THE_WIRE]
    headers.append(("content-length", str(len(body))))
    try:
        phrase = http.HTTPStatus(proof.status).phrase
    except ValueError:
        phrase = "Unknown"
    return writer.create_warc_record(
        proof.url,
        "response",
        payload=io.BytesIO(body),
        length=len(body),
        http_headers=StatusAndHeaders(f"{proof.status} {phrase}", headers, protocol="HTTP/1.1"),
        warc_headers_dict=dict(extra),
    )
