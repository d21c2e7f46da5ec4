"""The article taken apart: which part of the text is title, dateline, lead, paragraph, caption, byline or furniture."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from urllib.parse import unquote, urlsplit

from archive.ingest import lines
from archive.ingest.records import Parsed, PassageRecord, Source, Span
from archive.vietnamese.normalize import fold

HEADING, LEAD, PARAGRAPH, CAPTION = "heading", "lead", "paragraph", "caption"
BYLINE, DATELINE, FURNITURE = "byline", "dateline", "furniture"

_LONGEST_TITLE = 260
_LONGEST_FALLBACK = 160


@dataclass(frozen=True, slots=True)
class _Block:
    """One printed line, or several that were one before the page broke them; `kind` is empty until it is known."""

    start: int
    end: int
    text: str
    kind: str = ""

    @property
    def is_prose(self) -> bool:
        return len(self.text) >= 120 or (len(self.text) >= 60 and self.text.endswith((".", "…", ".”", '."')))


def parse(source: Source) -> Parsed:
    """The passages of a cleaned source, in order; `title_span` is None where the text prints no title."""
    blocks = [_told_by_itself(block) for block in _joined(list(_lines(source.text)))]
    title_at = _title_place(blocks, source)
    if title_at is not None:
        blocks[title_at] = replace(blocks[title_at], kind=HEADING)
    body_at = _body_place(blocks, title_at)
    _mark_head(blocks, title_at, body_at)
    _mark_tail(blocks, body_at)
    _mark_bylines(blocks, body_at)
    _mark_trailing_titles(blocks, body_at)
    _mark_body(blocks, body_at)
    passages = tuple(passage for block in blocks for passage in _passages(block))
    span = next((passage.span for passage in passages if passage.kind == HEADING), None)
    return Parsed(source, passages, _title_text(source, passages, span), span)


# ---------------------------------------------------------------- lines

_LINE = re.compile(r"\S[^\n]*")
_HARD_WRAP_WIDTH = range(50, 125)
_ENDS_SENTENCE = re.compile(r"[.!?…:;”\"»)\]]$")


def _lines(text: str) -> Iterator[_Block]:
    for match in _LINE.finditer(text):
        line = match[0].rstrip()
        yield _Block(match.start(), match.start() + len(line), line)


def _joined(blocks: list[_Block]) -> list[_Block]:
    """Lines that a page broke within a sentence are one block again."""
    hard_wrapped = sum(_goes_on(a, b, False) for a, b in pairwise(blocks)) >= 2
    joined: list[_Block] = []
    for block in blocks:
        if joined and _goes_on(joined[-1], block, hard_wrapped):
            last = joined.pop()
            block = _Block(last.start, block.end, f"{last.text} {block.text}")
        joined.append(block)
    return joined


def _goes_on(block: _Block, following: _Block, hard_wrapped: bool) -> bool:
    if following.start - block.end != 1 or _ENDS_SENTENCE.search(block.text) or len(block.text) < 40:
        return False
    if lines.is_furniture(block.text) or lines.is_furniture(following.text) or lines.is_credit_line(following.text):
        return False
    first = following.text[0]
    if first.islower():
        return True
    last_line = block.text[-max(_HARD_WRAP_WIDTH) :]
    return hard_wrapped and len(last_line) >= 70 and not lines.is_caption(block.text)


def _told_by_itself(block: _Block) -> _Block:
    if lines.is_furniture(block.text):
        return replace(block, kind=FURNITURE)
    if lines.date_of_dateline(block.text):
        return replace(block, kind=DATELINE)
    return block


# ---------------------------------------------------------------- title

_OUTLET_MARK = re.compile(r"\(?[A-ZĐ][A-ZĐ.]{1,9}\)?(?: ?[-–]|\))")
_TIME_OPENS = re.compile(
    r"[-–—\s]*(?:(?:vào )?(?:sáng|chiều|tối|trưa|hôm|ngày)\b.{0,12}\d|vừa qua|mới đây|hôm (?:nay|qua))", re.IGNORECASE
)
_NO_SLUG = re.compile(r"[^a-z0-9]+")
_TITLE_SUFFIX = re.compile(
    r"\s*(?:[-–|]\s*(?:hình|ảnh)\s?(?:ảnh )?\d+|\|[^|]{3,60}|[-–]\s*(?:Báo|Cổng|Trang)\s[^-–|]{3,60})$", re.IGNORECASE
)


def _title_place(blocks: list[_Block], source: Source) -> int | None:
    if source.title:
        same = (i for i, block in enumerate(blocks[:3]) if " ".join(block.text.split()) == source.title)
        return next(same, None)
    candidates = list(_title_candidates(blocks))
    if not candidates:
        return None
    slug = _slug_words(source.url)
    likeness = {i: _likeness(blocks[i].text, slug) for i in candidates}
    best = max(candidates, key=lambda i: (likeness[i], -i))
    return best if likeness[best] >= likeness[candidates[0]] + 0.25 else candidates[0]


def _title_candidates(blocks: list[_Block]) -> Iterator[int]:
    """Lines before the first paragraph that could be a title."""
    for i, block in enumerate(blocks[:12]):
        if block.kind or lines.is_credit_line(block.text) or lines.is_name_line(block.text):
            continue
        if _opens_body(block):
            return
        if block.text.endswith(".") and lines.is_caption(block.text):
            continue
        if len(block.text) >= 12 and i + 1 < len(blocks):
            yield i


def _opens_body(block: _Block) -> bool:
    text = block.text
    if _OUTLET_MARK.match(text) or _TIME_OPENS.match(text) or text.startswith(("-", "–", "(")):
        return True
    return len(text) > _LONGEST_TITLE or (len(text) > 170 and text.endswith("."))


def _slug_words(url: str | None) -> Counter[str]:
    """The words of the part of an address that spells the title."""
    if not url:
        return Counter()
    segments = [_NO_SLUG.sub(" ", fold(unquote(part))).split() for part in urlsplit(url).path.split("/")]
    longest = max(segments, key=len, default=[])
    return Counter(longest) if len(longest) >= 4 else Counter()


def _words(text: str) -> Counter[str]:
    return Counter(_NO_SLUG.sub(" ", fold(text)).split())


def _likeness(text: str, slug: Counter[str]) -> float:
    words = _words(text)
    size = words.total() + slug.total()
    return 2 * (words & slug).total() / size if slug and size else 0.0


def _title_text(source: Source, passages: tuple[PassageRecord, ...], span: Span | None) -> str:
    if source.title:
        return source.title
    if span is not None:
        return " ".join(span.of(source.text).split())
    prose = next((p for p in passages if p.kind in (LEAD, PARAGRAPH)), passages[0] if passages else None)
    return _first_sentence(prose.span.of(source.text)) if prose else ""


_SENTENCE = re.compile(r"(?:\([^)]{2,12}\)\s?[-–]?\s?)?(?P<sentence>[^.!?]{20,}?)[.!?](?:\s|$)")


def _first_sentence(text: str) -> str:
    text = " ".join(text.split())
    match = _SENTENCE.match(text)
    sentence = match["sentence"] if match else text
    if len(sentence) <= _LONGEST_FALLBACK:
        return sentence
    return sentence[:_LONGEST_FALLBACK].rsplit(" ", 1)[0].rstrip(",;:- ") + "…"


# ---------------------------------------------------------------- body


def _body_place(blocks: list[_Block], title_at: int | None) -> int:
    start = 0 if title_at is None else title_at + 1
    return next((i for i in range(start, len(blocks)) if not blocks[i].kind and blocks[i].is_prose), start)


def _mark_head(blocks: list[_Block], title_at: int | None, body_at: int) -> None:
    """Above the title stands the page; between title and body datelines, authors and pictures."""
    for i in range(body_at):
        block = blocks[i]
        if block.kind:
            continue
        if lines.is_credit_line(block.text) or lines.is_name_line(block.text):
            blocks[i] = replace(block, kind=BYLINE)
        elif title_at is not None and i < title_at:
            blocks[i] = replace(block, kind=FURNITURE)


_MOST_BOXES = 8


def _mark_tail(blocks: list[_Block], body_at: int) -> None:
    """Where other articles are listed, this one is over."""
    heads = (i for i in range(body_at + 1, len(blocks)) if lines.heads_other_articles(blocks[i].text))
    for i in islice(heads, _MOST_BOXES):
        if not _body_resumes(blocks, i):
            _mark_from(blocks, i)
            return


def _body_resumes(blocks: list[_Block], at: int) -> bool:
    """Whether most of the prose still lies ahead: a "see also" box within the article."""
    ahead = sum(len(block.text) for block in blocks[at + 1 :] if len(block.text) >= 200)
    behind = sum(len(block.text) for block in blocks[:at])
    return ahead > behind / 2 and not any(lines.is_credit_line(block.text) for block in blocks[max(0, at - 2) : at])


def _mark_from(blocks: list[_Block], start: int) -> None:
    for i in range(start, len(blocks)):
        if blocks[i].kind != BYLINE:
            blocks[i] = replace(blocks[i], kind=FURNITURE)


def _mark_bylines(blocks: list[_Block], body_at: int) -> None:
    """The author's line at the end; short lines behind it are the page's again."""
    for i in range(len(blocks) - 1, body_at, -1):
        block = blocks[i]
        if block.kind == FURNITURE:
            continue
        if _names_author(block.text) or (lines.is_office_line(block.text) and _is_last(blocks, i)):
            blocks[i] = replace(block, kind=BYLINE)
            _mark_short_lines(blocks, i + 1)
        elif block.is_prose:
            return


def _names_author(line: str) -> bool:
    return lines.is_credit_line(line) or lines.is_name_line(line) or lines.is_photo_credit(line)


def _is_last(blocks: list[_Block], at: int) -> bool:
    """Whether only the page's own lines follow, and prose or a caption stands right before."""
    before = blocks[at - 1]
    follows_text = before.is_prose or lines.is_caption(before.text)
    return follows_text and all(block.kind == FURNITURE for block in blocks[at + 1 :])


def _mark_short_lines(blocks: list[_Block], start: int) -> None:
    for i in range(start, len(blocks)):
        if blocks[i].kind == BYLINE:
            return
        if not blocks[i].kind and not lines.is_caption(blocks[i].text) and len(blocks[i].text) < 120:
            blocks[i] = replace(blocks[i], kind=FURNITURE)


def _mark_trailing_titles(blocks: list[_Block], body_at: int) -> None:
    """Two or more lines without a full stop behind the last paragraph are titles of other articles."""
    trailing = []
    for i in range(len(blocks) - 1, body_at, -1):
        block = blocks[i]
        if block.kind:
            continue
        if len(block.text) >= 120 or _ENDS_SENTENCE.search(block.text) or lines.is_caption(block.text):
            break
        trailing.append(i)
    for i in trailing if len(trailing) >= 2 else ():
        blocks[i] = replace(blocks[i], kind=FURNITURE)


_SAME_LEAD = 0.9  # the share of words a lead and its repetition have in common


def _mark_body(blocks: list[_Block], body_at: int) -> None:
    has_lead = False
    lead: Counter[str] = Counter()
    for i, block in enumerate(blocks):
        if block.kind:
            continue
        if lead and _likeness(block.text, lead) >= _SAME_LEAD:
            blocks[i] = replace(block, kind=FURNITURE)
            continue
        if lines.is_caption(block.text) and not (has_lead and lines.introduces_chairs(block.text)):
            kind = CAPTION
        elif has_lead and lines.is_name_line(block.text):
            kind = FURNITURE  # a photographer's name amid the text
        elif not has_lead and i >= body_at:
            kind, has_lead, lead = LEAD, True, _words(block.text)
        else:
            kind = PARAGRAPH
        blocks[i] = replace(block, kind=kind)


# ---------------------------------------------------------------- passages


def _passages(block: _Block) -> Iterator[PassageRecord]:
    """The block's passages: two where a byline is glued to a paragraph or a suffix to the title."""
    if block.kind == HEADING:
        suffix = _TITLE_SUFFIX.search(block.text)
        yield from _split(block, suffix.start() if suffix else None, HEADING, FURNITURE)
    elif block.kind in (LEAD, PARAGRAPH) and (end := lines.glued_caption(block.text)):
        yield from _split(block, end, CAPTION, block.kind)
    elif block.kind in (LEAD, PARAGRAPH):
        yield from _split(block, lines.glued_byline(block.text), block.kind, BYLINE)
    elif block.kind == CAPTION and (end := lines.picture_number(block.text)):
        yield from _split(block, end, FURNITURE, CAPTION)
    elif block.kind == BYLINE and (end := _half_if_doubled(block.text)):
        yield from _split(block, end, BYLINE, FURNITURE)
    elif block.kind == DATELINE:
        yield from _dateline(block)
    else:
        yield PassageRecord(block.kind, Span(block.start, block.end))


def _half_if_doubled(text: str) -> int | None:
    """Half the length of "Bích NgàBích Ngà"."""
    half = len(text) // 2
    return half if half >= 3 and text[:half] == text[half:] else None


def _split(block: _Block, at: int | None, first: str, second: str) -> Iterator[PassageRecord]:
    if at is None:
        yield PassageRecord(first, Span(block.start, block.end))
        return
    before = len(block.text[:at].rstrip())
    after = len(block.text) - len(block.text[at:].lstrip())
    yield PassageRecord(first, Span(block.start, block.start + before))
    yield PassageRecord(second, Span(block.start + after, block.end))


def _dateline(block: _Block) -> Iterator[PassageRecord]:
    """A dateline that also names the author is a byline: "Linh Thư | 01/08/2022 16:24"."""
    date = lines.date_of_dateline(block.text)
    beside = lines.beside_date(block.text, date) if date else ""
    with_author = lines.is_name_line(beside) or lines.is_credit_line(beside)
    yield PassageRecord(BYLINE if with_author else DATELINE, Span(block.start, block.end))
