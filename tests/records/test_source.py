"""What a source passes on to the addresses that it names."""

from dataclasses import replace

import pytest

from monitor.records import Source

SOURCE = Source(
    name="kura", url="https://kura.example/news", kind="listing", select="li", verify_tls=False
)


@pytest.mark.parametrize(
    ("url", "is_verified"),
    [
        ("https://kura.example/n/1", False),
        ("https://KURA.example:8443/n/1", False),
        ("https://other.example/n/1", True),
        ("https://sub.kura.example/n/1", True),
        ("https://[kura.example/n/1", True),
    ],
)
def test_a_waived_certificate_is_waived_for_its_own_host_alone(url, is_verified):
    assert SOURCE.asked_at(url, kind="page").verify_tls is is_verified


def test_a_source_whose_certificates_count_has_them_count_everywhere():
    strict = replace(SOURCE, verify_tls=True)

    assert strict.asked_at("https://kura.example/n/1", kind="page").verify_tls
    assert strict.asked_at("https://other.example/n/1", kind="page").verify_tls
