"""A saved page: the article, its captions and what its head says."""

import contextlib
import json
import time
import unicodedata

import pytest

from archive.ingest.errors import IngestError, Reason
from archive.ingest.read.html import read_html, read_markup
from archive.vietnamese.dates import PartialDate

TITLE = "Ba lực lượng giao ban quý I năm 2019"
LEAD = "Sáng 3/4, tại Đồng Xoài, Công an tỉnh, Bộ Chỉ huy Quân sự tỉnh và Bộ đội Biên phòng tỉnh giao ban quý I."
PARAGRAPHS = [
    "Quý I, ba lực lượng trao đổi 128 tin, phối hợp bắt 14 vụ, 21 đối tượng phạm tội về ma túy trên tuyến biên giới.",
    "Đại tá Cao Văn Mẫu đề nghị duy trì đường dây nóng giữa các đồn biên phòng với công an các xã, phường, thị trấn.",
    "Hội nghị thống nhất chuyển lịch giao ban sang tuần đầu của quý và phân công Bộ Chỉ huy Quân sự tỉnh chuẩn bị.",
]
CAPTION = "Quang cảnh buổi giao ban tại Đồng Xoài. Ảnh: L.D"


def page(body: str, head: str = f"<title>{TITLE} - Báo Mẫu</title>") -> str:
    return f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'


def article(figure: str = "") -> str:
    first, *rest = PARAGRAPHS
    return f"<h1>{TITLE}</h1><p class='sapo'>{LEAD}</p><p>{first}</p>{figure}" + "".join(f"<p>{p}</p>" for p in rest)


def test_the_article_is_a_paragraph_a_line_below_its_title():
    source = read_markup(page(f"<nav><a href='/'>Trang chủ</a></nav><article>{article()}</article>"))
    assert source.title == TITLE
    assert source.text.split("\n\n") == [TITLE, LEAD, *PARAGRAPHS]


@pytest.mark.parametrize(
    "figure",
    [
        f"<figure><img src='a.jpg' alt=''><figcaption>{CAPTION}</figcaption></figure>",
        f"<figure class='wp-caption'><img src='a.jpg'><figcaption class='text'>{CAPTION}</figcaption></figure>",
        f"<div class='photo'><img src='a.jpg'><p class='caption'>{CAPTION}</p></div>",
        f"<div class='img'><img src='a.jpg'><div class='img-note'>{CAPTION}</div></div>",
        f"<table class='image'><tr><td><img src='a.jpg'></td></tr><tr><td class='desc'>{CAPTION}</td></tr></table>",
    ],
)
def test_a_caption_keeps_its_own_line_where_it_stands(figure):
    lines = read_markup(page(f"<article>{article(figure)}</article>")).text.split("\n\n")
    assert lines == [TITLE, LEAD, PARAGRAPHS[0], CAPTION, *PARAGRAPHS[1:]]


def test_a_page_laid_out_in_tables_is_read_without_its_columns():
    menu = "<td width='160'><b>Chuyên mục</b><br>Đời sống biên cương</td>"
    source = read_markup(page(f"<table><tr>{menu}<td width='560'>{article()}</td></tr></table>"))
    assert source.text.split("\n\n") == [TITLE, LEAD, *PARAGRAPHS]


def test_the_dateline_below_the_title_is_kept():
    body = article().replace(
        "</h1>", "</h1><div class='meta'><span>Lê Mẫu</span><span class='d'>03/04/2019 16:30</span></div>"
    )
    assert read_markup(page(f"<div>{body}</div>")).text.split("\n\n")[:2] == [TITLE, "03/04/2019 16:30"]


def test_the_name_of_the_paper_is_no_title():
    source = read_markup(page(f"<h1 class='logo'>Báo Mẫu</h1><div>{article().replace('h1', 'h2')}</div>"))
    assert source.title == TITLE


def test_the_head_is_believed_where_it_names_things():
    head = (
        f"<title>{TITLE} | Báo Mẫu</title><link rel='canonical' href='https://bao.example/giao-ban'>"
        "<meta property='og:site_name' content='Báo Mẫu'><meta name='author' content='Lê Mẫu'>"
        "<meta property='article:published_time' content='2019-04-03T23:30:00Z'>"
    )
    source = read_markup(page(f"<article>{article()}</article><p>Cập nhật 25/07/2026</p>", head))
    assert source.outlet == "Báo Mẫu"
    assert source.url == "https://bao.example/giao-ban"
    assert source.published_on == PartialDate(2019, 4, 4)
    assert source.byline == "Lê Mẫu"
    assert source.text.endswith("\n\nLê Mẫu")


def test_linked_data_goes_before_other_signs():
    said = {"@type": "NewsArticle", "headline": TITLE, "datePublished": "2019-04-03"}
    said |= {"author": [{"name": "Lê Mẫu"}], "publisher": {"name": "Báo Mẫu"}}
    linked = f'<script type="application/ld+json">{json.dumps({"@graph": [said]})}</script>'
    source = read_markup(page(f"<article>{article()}</article>", f"<title>Báo Mẫu</title>{linked}"))
    assert (source.title, source.outlet, source.byline) == (TITLE, "Báo Mẫu", "Lê Mẫu")
    assert source.published_on == PartialDate(2019, 4, 3)


def test_broken_linked_data_and_wrong_addresses_are_passed_over():
    head = f"<title>{TITLE}</title><script type='application/ld+json'>{{broken</script><link rel='canonical' href='http://['>"
    source = read_markup(page(f"<article>{article()}</article>", head))
    assert source.title == TITLE
    assert source.url is None


def test_dates_of_other_news_are_not_taken_for_the_page_s_own():
    body = f"<article>{article()}</article><aside><time datetime='2026-07-25'>25/07/2026</time> Tin khác</aside>"
    assert read_markup(page(body)).published_on is None


def test_the_outlet_signing_as_author_is_no_byline():
    head = f"<title>{TITLE}</title><meta name='author' content='Báo Mẫu Biển Đảo'>"
    assert read_markup(page(f"<article>{article()}</article>", head)).byline is None


@pytest.mark.parametrize(
    "markup",
    [
        page("<nav><ul><li><a href='/a'>Thời sự</a></li><li><a href='/b'>Pháp luật</a></li></ul></nav>"),
        page(""),
        "<html></html>",
        "<p> </p>",
    ],
)
def test_a_page_without_an_article_is_refused_by_name(markup):
    with pytest.raises(IngestError) as refused:
        read_markup(markup)
    assert refused.value.reason is Reason.NO_ARTICLE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1258"])
def test_pages_in_other_encodings(encoding):
    markup = page(f"<article>{article()}</article>")
    if encoding == "windows-1258":
        markup = "".join(letter if letter in "ăâđêôơưĂÂĐÊÔƠƯ" else split_tone(letter) for letter in markup)
    source = read_html(markup.encode(encoding))
    assert unicodedata.normalize("NFC", source.text).startswith(f"{TITLE}\n\n{LEAD}")


def split_tone(letter: str) -> str:
    """The letter with its tone as a separate mark, the way windows-1258 writes it."""
    parts = unicodedata.normalize("NFD", letter)
    tones = "\u0300\u0301\u0303\u0309\u0323"
    base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
    return base + "".join(part for part in parts if part in tones)


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 50_000 + LEAD,
        "<p>" * 20_000 + LEAD,
        "<table><tr><td>" * 3_000 + LEAD,
        f"<p>{LEAD}</p>" * 5_000,
        "<b " + "a=1 " * 100_000 + ">" + LEAD,
        "<!--" * 100_000,
    ],
)
def test_hostile_markup_ends_in_time(markup):
    started = time.process_time()
    with contextlib.suppress(IngestError):
        read_markup(page(markup))
    assert time.process_time() - started < 20
