"""Charsets that only seem to be some."""

import pytest

from monitor.parse.charset import decode


@pytest.mark.parametrize("name", ["punycode", "undefined", "idna"])
def test_a_charset_that_no_page_is_in_is_not_believed(name):
    body = "Тбилиси".encode("cp1251")

    assert decode(body, content_type=f"text/xml; charset={name}", markup="xml")
