"""A saved web page: the article in it, its captions, and what the page's head says about it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import trafilatura
from lxml import html as lxml_html
from lxml.etree import ParserError

from archive.ingest.errors import IngestError, Reason
from archive.ingest.lines import date_of_dateline
from archive.ingest.read.address import is_address
from archive.ingest.read.published import publication_date
from archive.ingest.read.text import decoded_text
from archive.ingest.records import Source
from archive.vietnamese.dates import PartialDate
from archive.vietnamese.normalize import normalize

_DECLARED_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_TRUSTED_CHARSETS = {"utf-8", "windows-1258", "windows-1252", "iso-8859-1", "us-ascii"}
_SHORTEST_PARAGRAPH = 40


def read_html(data: bytes) -> Source:
    """IngestError: undecodable, no_article."""
    return read_markup(_decoded(data))


def read_markup(markup: str) -> Source:
    """The article of a page: title, then body and captions, a paragraph a line. IngestError: no_article."""
    tree = _tree(markup)
    head = _read_head(tree)
    dateline = None
    if head.heading is not None:
        dateline = _dateline(head.heading)
        _drop_all_above(head.heading)
    _show_layout(tree)
    return Source(
        text="\n\n".join(_lines(head, dateline, _body(tree))),
        title=head.title,
        url=head.url,
        outlet=head.outlet,
        published_on=head.published_on,
        byline=head.author,
    )


def _lines(head: "_Head", dateline: str | None, body: list[str]) -> list[str]:
    """The body below its title and dateline and above its author, each once."""
    printed = {_folded(line) for line in body}
    if head.title and body and _folded(body[0]) == _folded(head.title):
        body = body[1:]
    above = [line for line in (head.title, dateline if dateline and _folded(dateline) not in printed else None) if line]
    is_signed = head.author is not None and any(head.author.casefold() in line.casefold() for line in body)
    below = [head.author] if head.author and not is_signed else []
    return [*above, *body, *below]


def _folded(line: str) -> str:
    return " ".join(line.casefold().split())


def _decoded(data: bytes) -> str:
    """By the bytes themselves; where those do not tell, by what the page declares."""
    try:
        return decoded_text(data).text
    except IngestError:
        declared = _DECLARED_CHARSET.search(data[:4096])
        if declared and (charset := declared[1].decode("ascii").lower()) in _TRUSTED_CHARSETS:
            return data.decode(charset, "replace")
        raise


def _tree(markup: str) -> lxml_html.HtmlElement:
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return lxml_html.document_fromstring(normalize(markup).encode(), parser=parser)
    except ParserError as error:  # not one element in it
        raise IngestError(Reason.NO_ARTICLE) from error


# ---------------------------------------------------------------- head


@dataclass(frozen=True, slots=True)
class _Head:
    title: str | None
    heading: lxml_html.HtmlElement | None
    url: str | None
    outlet: str | None
    author: str | None
    published_on: PartialDate | None


_ARTICLE_TYPES = {"NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting", "WebPage"}
_DATE_NAMES = ("article:published_time", "datepublished", "pubdate", "publishdate", "dc.date.issued", "dcterms.issued")
_ALIKE = 0.7
_FEWEST_WORDS = 3
_DATELINE_WITHIN = 12  # elements
_OUTLET_SUFFIX = re.compile(r"\s+(?:\||[-–—])\s+(?P<suffix>[^|]{2,60})$")
_OUTLET_WORDS = re.compile(
    r"(?:báo|trang|cổng|tạp chí|đài|website|trung tâm)\b|.*\b(?:online|điện tử|[\w-]+\.(?:vn|com|net|org))\b",
    re.IGNORECASE,
)


def _read_head(tree: lxml_html.HtmlElement) -> _Head:
    meta, linked = _metadata(tree), _linked_data(tree)
    outlet = _name_of(linked.get("publisher")) or meta.get("og:site_name")
    author = _name_of(linked.get("author")) or meta.get("author") or meta.get("article:author")
    if author and (author == outlet or _OUTLET_WORDS.match(author) or "/" in author or len(author) > 100):
        author = None
    named = _text_of(linked.get("headline")) or meta.get("og:title") or _line(tree.findtext(".//title"))
    title = _without_outlet(named, outlet) if named else None
    heading = _heading(tree, title)
    return _Head(
        title=title if heading is None else _line(heading.text_content()),
        heading=heading,
        url=_address(tree, meta),
        outlet=outlet[:200] if outlet else None,
        author=author,
        published_on=_published_on(meta, linked),
    )


def _metadata(tree: lxml_html.HtmlElement) -> dict[str, str]:
    """The page's meta tags and its dated elements by name in lower case; the first of a name counts."""
    found: dict[str, str] = {}
    for element in tree.iter("meta", "time", "span"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = _line(element.get("content") or element.get("datetime"))
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _linked_data(tree: lxml_html.HtmlElement) -> dict[str, object]:
    """The schema.org article of the page, as JSON-LD."""
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):  # written by hand, often broken: the page's other signs remain
            continue
        for entry in _entries(data):
            if entry.get("datePublished") and _ARTICLE_TYPES.intersection(_as_list(entry.get("@type"))):
                return entry
    return {}


def _entries(data: object) -> Iterator[dict[str, object]]:
    for entry in _as_list(data):
        if isinstance(entry, dict):
            yield entry
            yield from (inner for inner in _as_list(entry.get("@graph")) if isinstance(inner, dict))


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _name_of(value: object) -> str | None:
    """The name of a person or organisation: text, an object with a name, or a list of those."""
    for entry in _as_list(value):
        name = _text_of(entry.get("name") if isinstance(entry, dict) else entry)
        if name:
            return name
    return None


def _text_of(value: object) -> str | None:
    return _line(value) if isinstance(value, str) else None


def _line(text: str | None) -> str | None:
    return " ".join(text.split()) or None if text else None


def _heading(tree: lxml_html.HtmlElement, title: str | None) -> lxml_html.HtmlElement | None:
    """The heading that prints the title the page's head names; a paper's name is often a heading too."""
    if title is None:
        return None
    likeness = {heading: _likeness(heading.text_content(), title) for heading in tree.iter("h1", "h2")}
    best = max(likeness, key=lambda heading: (likeness[heading], heading.tag == "h1"), default=None)
    return best if best is not None and likeness[best] > 0 else None


def _likeness(heading: str, title: str) -> float:
    """How much two wordings have in common, 0 to 1; 0 unless most of the shorter one is in the longer."""
    words, known = set(heading.casefold().split()), set(title.casefold().split())
    smaller, shared = min(len(words), len(known)), len(words & known)
    return 2 * shared / (len(words) + len(known)) if smaller >= _FEWEST_WORDS and shared >= _ALIKE * smaller else 0.0


def _dateline(heading: lxml_html.HtmlElement) -> str | None:
    """The line of date and time that follows the title; the extractor often takes it for furniture."""
    following = heading.xpath(f"following::*[position() <= {_DATELINE_WITHIN}]")
    texts = [text for element in following if (text := _line(element.text_content())) and date_of_dateline(text)]
    return min(texts, key=len, default=None)


def _drop_all_above(heading: lxml_html.HtmlElement) -> None:
    """Menus and columns that come before the title in the page."""
    below, parent = heading, heading.getparent()
    while parent is not None and parent.tag != "html":
        for above in list(below.itersiblings(preceding=True)):
            parent.remove(above)
        parent.text = None
        below, parent = parent, parent.getparent()


def _without_outlet(title: str, outlet: str | None) -> str:
    suffix = _OUTLET_SUFFIX.search(title)
    if suffix and (suffix["suffix"] == outlet or _OUTLET_WORDS.match(suffix["suffix"]) or "|" in suffix[0]):
        return title[: suffix.start()]
    return title


def _address(tree: lxml_html.HtmlElement, meta: dict[str, str]) -> str | None:
    canonical = (link.get("href", "") for link in tree.iter("link") if link.get("rel") == "canonical")
    addresses = (address.strip() for address in (*canonical, meta.get("og:url", "")))
    return next(filter(is_address, addresses), None)


def _published_on(meta: dict[str, str], linked: dict[str, object]) -> PartialDate | None:
    """Only what the page says by name: dates of related news and of the crawl lie all around."""
    said = (_text_of(linked.get("datePublished")), *(meta.get(name) for name in _DATE_NAMES))
    return next((found for text in said if text and (found := publication_date(text))), None)


# ---------------------------------------------------------------- body

_BLOCKS = ("p", "div", "h1", "h2", "h3", "h4", "table", "img", "figure", "ul", "ol", "article", "section")
_CAPTION_CLASS = re.compile(r"caption|chu-?thich|credit|\bdesc\b|pic|photo|image|\bimg", re.IGNORECASE)
_BYLINE_CLASS = re.compile(r"author|tac-?gia|byline|source|nguon|butdanh", re.IGNORECASE)


def _show_layout(tree: lxml_html.HtmlElement) -> None:
    """Make captions and bylines plain paragraphs, and tables that only lay out the page plain blocks.

    The extractor drops captions and authors, and flattens a table of the whole page into one line.
    """
    for element in list(tree.iter("figcaption", "figure", "table")):
        if element.tag == "table":
            _unfold(element)
        else:
            element.tag = "p" if element.tag == "figcaption" else "div"
            element.attrib.clear()
    for element in tree.iter("p", "div", "td"):
        named = element.get("class", "")
        is_caption = _CAPTION_CLASS.search(named) is not None
        if is_caption or (element.tag == "p" and _BYLINE_CLASS.search(named)):
            element.attrib.clear()
            element.tag = "p" if is_caption and _is_text(element) else element.tag


def _unfold(table: lxml_html.HtmlElement) -> None:
    if _is_text(table):
        return
    table.tag = "div"
    table.attrib.clear()
    for part in list(table.iterdescendants("tbody", "thead", "tfoot", "tr", "td", "th", "caption")):
        part.tag = "p" if part.tag in ("td", "th", "caption") and _is_text(part) else "div"
        part.attrib.clear()


def _is_text(element: lxml_html.HtmlElement) -> bool:
    """Whether there is nothing but words in it and what marks them up."""
    return next(element.iterdescendants(*_BLOCKS), None) is None


def _body(tree: lxml_html.HtmlElement) -> list[str]:
    text = trafilatura.extract(tree, favor_precision=True, include_comments=False, deduplicate=False)
    lines = [line for part in (text or "").split("\n") if (line := part.strip())]
    if not any(len(line) >= _SHORTEST_PARAGRAPH for line in lines):
        raise IngestError(Reason.NO_ARTICLE)
    return lines
