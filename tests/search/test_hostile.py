"""Whatever is typed is answered at once: the page with 200, the API with 200 or a kind 400."""

import time

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

NAUGHTY = [
    "",
    " ",
    "\x00",
    "\x00giao\x00ban",
    "\ufeff",
    "\u200b\u200d\u2060",
    "'",
    '"',
    '"""',
    "''",
    "\\",
    "\\\\",
    "`",
    "%",
    "%00",
    "%s%s%s",
    "{}",
    "{{ request }}",
    "{% debug %}",
    "${7*7}",
    "<",
    ">",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "' OR '1'='1",
    "1; DROP TABLE archive_report; --",
    "UNION SELECT * FROM auth_user",
    "../../../../etc/passwd",
    "file:///etc/passwd",
    "\r\nSet-Cookie: a=b",
    "|",
    "||",
    "&",
    "&&",
    "!",
    "^",
    "~",
    "*",
    "**",
    "?",
    "?*",
    "*ng*",
    "*:*",
    "a*",
    "ab*",
    "phối*hợp*",
    "công~9",
    "công~",
    "công^99999",
    "[a TO z]",
    "{a TO z}",
    "[* TO *]",
    "text:*",
    "agency:",
    "cơ-quan:",
    "cơ-quan:*",
    "địa-bàn:()",
    "ngày:",
    "ngày:..",
    "ngày:9999..0000",
    "ngày:2019..2018",
    "số-liệu:",
    "số-liệu:>",
    "số-liệu:>1e999",
    "số-liệu:" + "9" * 300,
    "ngày:" + "9" * 300,
    "+",
    "-",
    "+-",
    "-+",
    "--",
    "++++",
    "- - -",
    "+ + +",
    "-(",
    ")-(",
    "()",
    "(())",
    "((((((((",
    "))))))))",
    "(" * 500,
    "(" * 500 + ")" * 500,
    "()" * 500,
    '"' * 999,
    '" "' * 300,
    '"a' * 300,
    "OR",
    "OR OR OR",
    "AND AND",
    "NOT",
    "NOT NOT NOT a",
    "a OR",
    "OR a",
    "NEAR",
    "NEAR/5",
    "a NEAR",
    "NEAR a",
    "a NEAR/0 b",
    "a NEAR/99999999999 b",
    "a NEAR b NEAR c NEAR d",
    "a|b|c|d",
    "|a|",
    "an " * 190,
    "an " * 10_000,
    "a" * 2_000,
    "a" * 100_000,
    "ế" * 2_000,
    "e\u0302\u0301" * 600,
    "e" + "\u0301" * 1_900,
    "Z̸̡̛a̵l̶g̷o̴",
    "ﷺ" * 100,
    "🙂" * 500,
    "👨‍👩‍👧‍👦",
    "🇻🇳",
    "‮ngược",
    "\u2028\u2029",
    "١٢٣",
    "１２３／２００２",
    "０",
    "²³",
    "Ⅳ",
    "ǅ",
    "ß",
    "ſ",
    "İ",
    "ı",
    "K",
    "Å",
    "中文",
    "ไทย",
    "ខ្មែរ",
    "ລາວ",
    "العربية",
    "עברית",
    "Привет",
    "tiếng Việt tiếng Việt " * 90,
    "133/2002/QĐ-TTg " * 60,
    "1/" * 900,
    "1." * 900,
    "1-" * 900,
    "2019-" * 300,
    "QĐ " * 400,
    "CSB " * 190,
    "Bình Phước " * 90,
    "phối* hợp* bảo* vệ*",
    "aa* bb* cc* dd*",
    "x:" * 900,
    "tiêu-đề:" * 200,
    "ngày:2019 " * 100,
    "-a " * 200,
    "+a " * 200,
    '"a b" ' * 200,
    "a OR " * 300 + "b",
    "null",
    "None",
    "undefined",
    "NaN",
    "true",
    "0",
    "-1",
    "1e309",
    "__proto__",
    "constructor",
    "CON",
    "content__all",
    "SQ()",
    "\t\n\v\f\r",
    "a\nb\tc",
    ".",
    "…",
    "“",
    "“”",
    "”“",
    "«»",
    "„",
]


@pytest.fixture
def browser(archive):
    client = Client()
    client.get("/search/", {"q": "giao ban"})
    return client


def took(answer):
    """The answer and its seconds of computing, which no other process adds to."""
    begun = time.process_time()
    response = answer()
    return response, time.process_time() - begun


def test_the_page_answers(browser):
    for text in NAUGHTY:
        response, seconds = took(lambda text=text: browser.get("/search/", {"q": text}))
        assert response.status_code == 200, text
        assert seconds < 1, text


def test_the_api_answers_or_refuses_kindly(browser):
    for text in NAUGHTY:
        response, seconds = took(lambda text=text: browser.get("/api/v1/search/", {"q": text}))
        assert response.status_code in (200, 400), text
        assert seconds < 1, text
        if response.status_code == 400:
            assert response.json()["error"]["message"]


def test_suggestions_answer(browser):
    for text in NAUGHTY:
        response, seconds = took(lambda text=text: browser.get("/api/v1/suggest/", {"q": text}))
        assert response.status_code == 200, text
        assert seconds < 1, text


def test_every_value_of_a_facet_answers(browser):
    for text in NAUGHTY:
        response, seconds = took(lambda text=text: browser.get("/search/facet/agency/", {"q": text}))
        assert response.status_code == 200, text
        assert seconds < 1, text


@pytest.mark.parametrize("order", ["date", "left"])
def test_mentions_answer(browser, order):
    for text in NAUGHTY:
        response, seconds = took(lambda text=text: browser.get("/search/mentions/", {"q": text, "order": order}))
        assert response.status_code == 200, text
        assert seconds < 1, text


def test_files_answer(browser):
    for text in NAUGHTY[::5]:
        for address, name in (("/search/mentions/", "csv"), ("/search/export/", "jsonl")):
            response, seconds = took(lambda a=address, t=text, f=name: browser.get(a, {"q": t, "format": f}))
            assert response.status_code == 200, (address, text)
            assert seconds < 1, (address, text)
            assert b"".join(response) is not None


@pytest.mark.parametrize(
    "parameters",
    [
        {"page": "0"},
        {"page": "-1"},
        {"page": "99999999999999999999"},
        {"page": "²"},
        {"page_size": "100000"},
        {"sort": "'"},
        {"from": "99/99/9999"},
        {"to": "\x00"},
        {"by": "pk"},
        {"agency": "\x00"},
        {"year": "²"},
        {"year": "x" * 500},
        {"place": "'"},
        {"meeting": "x"},
        {"official": "9" * 50},
        {"group": "x"},
        {"format": "exe"},
        {"n": "x"},
        {"agency": ["a"] * 500},
        {"start": "9" * 50},
        {"before": "-1"},
        {"order": "'"},
    ],
)
def test_odd_parameters_never_break_a_page(browser, parameters):
    for address in ("/search/", "/search/mentions/"):
        assert browser.get(address, {"q": "giao ban", **parameters}).status_code == 200
    assert browser.get("/api/v1/search/", {"q": "giao ban", **parameters}).status_code in (200, 400)


def test_nothing_typed_is_ever_markup(browser):
    for text in NAUGHTY:
        page = browser.get("/search/", {"q": text}).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
