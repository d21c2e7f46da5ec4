"""When the article was published and when the meeting was held: two different dates, neither a cited document's."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from archive.ingest import lines
from archive.ingest.extract.context import Context, Spans
from archive.ingest.extract.documents import Citation
from archive.ingest.records import DateFact, Evidence, Span
from archive.vietnamese.dates import DateMention, PartialDate, Period, find_dates, find_periods

# ---------------------------------------------------------------- publication

_URL_DATE = re.compile(
    r"(?<!\d)(?P<y>20[0-3]\d)[/-]?(?P<m>0[1-9]|1[0-2])[/-]?(?P<d>0[1-9]|[12]\d|3[01])(?=\d{6}|[/._-]|$)"
)
# Addresses of one family of papers end in 18 digits: three of the paper, then year, month, day and time of day.
_URL_STAMP = re.compile(
    r"-1\d\d(?P<y>[12]\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d[0-5]\d\d{3}(?!\d)"
)
_URL_MONTH = re.compile(r"/(?P<y>20[0-3]\d)(?:/?(?P<m>0[1-9]|1[0-2])|/(?P<digit>[1-9]))?/")


def find_published(context: Context) -> DateFact | None:
    """What came with the source, else the dateline next to the title, else the address if it has the day."""
    source = context.parsed.source
    if source.published_on is not None:
        evidence = Evidence(None, source.published_on.edtf, "metadata", 0.98)
        return DateFact("published", source.published_on, evidence)
    for span, value in _datelines(context):
        return DateFact("published", value, context.evidence(span.start, span.end, "dateline", 0.97))
    return _in_address(source.url or "")


def _in_address(url: str) -> DateFact | None:
    match = _URL_DATE.search(url) or _URL_STAMP.search(url)
    if match is None:
        return None
    try:
        value = PartialDate(int(match["y"]) % 2000 + 2000, int(match["m"]), int(match["d"]))
    except ValueError:
        return None
    return DateFact("published", value, Evidence(None, match[0], "address", 0.85))


def _datelines(context: Context) -> list[tuple[Span, PartialDate]]:
    """Datelines in order of trust: below the title, above it, at the end."""
    text, title = context.parsed.source.text, context.parsed.title_span
    below = title.end if title else 0
    prose = context.prose[0].span.start if context.prose else len(text)
    found = []
    for passage in context.parsed.of_kind("dateline", "byline"):
        line = passage.span.of(text)
        match = lines.date_of_dateline(" ".join(line.split()))
        value = _full_date(match[0]) if match else None
        if value is not None:
            order = 0 if below <= passage.span.start < prose else 1 if passage.span.start < below else 2
            distance = abs(passage.span.start - below)
            found.append((order, distance, passage.span, value))
    return [(span, value) for _, _, span, value in sorted(found, key=lambda entry: entry[:2])]


_DATE_NUMBERS = re.compile(r"\d+")


def _full_date(text: str) -> PartialDate | None:
    numbers = [int(number) for number in _DATE_NUMBERS.findall(text)][:3]
    if len(numbers) < 3:
        return None
    day, month, year = numbers if numbers[2] > 31 else reversed(numbers)
    try:
        return PartialDate(year, month, day)
    except ValueError:
        return None


# ---------------------------------------------------------------- meeting

_MEETS = re.compile(
    r"\b(?:hội nghị|giao ban|ký|sơ kết|tổng kết|tổ chức|họp|làm việc|hội đàm|lễ|buổi|phối hợp|trao đổi|biểu dương"
    r"|triển khai|hội thảo|tọa đàm)\b",
    re.IGNORECASE,
)
_MEETING_DAY = re.compile(
    r"(?:^|[^\w])(?:ngày|sáng|chiều|tối|trưa|hôm nay|hôm qua|sáng nay|chiều nay)[\s,:(]*$", re.IGNORECASE
)
_OTHER_DAY = re.compile(
    r"\b(?:từ|đến|tính đến|trước|sau|kể từ|hết|tới|lần thứ [\w ]{1,12}|kỷ niệm|thành lập|truyền thống|ban hành"
    r"|hiệu lực|số|theo|"
    r"khởi tố|bắt|phát hiện|xảy ra|cuối|đầu|luật|nghị (?:định|quyết)|quyết định|chỉ thị|thông tư|kế hoạch|quy chế"
    r"|chương trình|văn bản)"
    r"[^.;]{0,14}?\(?\s*(?:vào )?(?:ngày )?$",
    re.IGNORECASE,
)
_FIRST_DAY = re.compile(r"(?:\([^()]{2,12}\) ?[-–]? ?)?Từ (?:ngày )?")  # of a meeting of several days
_MOST_CANDIDATES = 60  # the meeting's day stands early; a list of a thousand dates is no report
_ENOUGH = 3.0
_TODAY = re.compile(r"\b(?P<when>(?:sáng|chiều|trưa|tối|hôm) (?:nay|qua))\b(?! *[(,]? *(?:ngày )?\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Years:
    """What the article and its address say about the year."""

    published: PartialDate | None
    address: PartialDate | None
    periods: tuple[Period, ...]
    latest_document: PartialDate | None


def find_meeting(
    context: Context, cited: tuple[Citation, ...], published: DateFact | None
) -> tuple[DateFact | None, dict[str, str]]:
    """The meeting's day with the year where the evidence gives it, and what a person should look at."""
    scored = [(_score(context, mention), mention) for mention in islice(_free_dates(context, cited), _MOST_CANDIDATES)]
    if not scored or max(score for score, _ in scored) < _ENOUGH:
        return _relative(context, published), {}
    _, best = min(scored, key=lambda pair: (-pair[0], pair[1].start))
    years = _years(context, cited, published)
    value, how = _with_year(best.value, years)
    confidence = {"printed": 0.96, "dateline": 0.95, "period": 0.91, "address": 0.9, "unknown": 0.9}[how]
    evidence = context.evidence(best.start, best.end, f"meeting-date-{how}", confidence)
    return DateFact("meeting", value, evidence), _conflicts(value, published)


def _free_dates(context: Context, cited: Iterable[Citation]) -> Iterator[DateMention]:
    """Days named in the text that are not the date of a document."""
    taken = Spans(citation.span for citation in cited)
    for mention in find_dates(context.text):
        if mention.value.day is not None and not taken.hold(mention.start):
            yield mention


def _score(context: Context, mention: DateMention) -> float:
    passage = context.passage_at(mention.start)
    sentence = context.sentence_at(mention.start)
    before = context.before(mention.start, 40)
    score = 3.0 if _MEETS.search(sentence.of(context.text)) else 0.0
    score += 1.5 if _MEETING_DAY.search(before) else 0.0
    score += 1.0 if context.text[mention.end : mention.end + 1] == ")" and "qua" in before else 0.0
    if passage is not None:
        score += {"lead": 2.5, "heading": 0.5}.get(passage.kind, 0.0)
        score += 1.5 if sentence.start == passage.span.start and mention.start - sentence.start < 40 else 0.0
        if _FIRST_DAY.fullmatch(context.text, passage.span.start, mention.start):
            return score
    score -= min(2.0, (mention.start - context.passages[0].span.start) / 1500)
    return score - (4.0 if _OTHER_DAY.search(before) else 0.0)


def _relative(context: Context, published: DateFact | None) -> DateFact | None:
    """ "Sáng nay", "hôm qua" of a dated article."""
    day = published.value.date if published else None
    match = (
        _TODAY.search(context.text, context.prose[0].span.start, context.prose[0].span.end) if context.prose else None
    )
    if day is None or match is None:
        return None
    if match["when"].lower().endswith("qua"):
        day -= timedelta(days=1)
    evidence = context.evidence(match.start(), match.end(), "meeting-date-relative", 0.9)
    return DateFact("meeting", PartialDate(day.year, day.month, day.day), evidence)


# ---------------------------------------------------------------- year

_YEAR_OF_FUTURE = re.compile(
    r"(?:phương hướng|nhiệm vụ|kế hoạch|đến|tới|hợp tác|tầm nhìn|cuối|chương trình|hướng tới)[^.;]{0,30}$",
    re.IGNORECASE,
)


def _years(context: Context, cited: tuple[Citation, ...], published: DateFact | None) -> Years:
    taken = Spans(citation.span for citation in cited)
    periods = tuple(period for period in find_periods(context.text) if not taken.hold(period.start))
    dated = [c.issued_on or PartialDate(c.year) for c in cited if c.year]
    return Years(
        published.value if published else None,
        _address_month(context.parsed.source.url),
        periods,
        max(dated, default=None),
    )


def _address_month(url: str | None) -> PartialDate | None:
    match = _URL_MONTH.search(url or "")
    if match is None:
        return None
    month = match["m"] or match["digit"]
    return PartialDate(int(match["y"]), int(month) if month else None)


def _with_year(value: PartialDate, years: Years) -> tuple[PartialDate, str]:
    if value.year is not None:
        return value, "printed"
    month, day = value.month or 1, value.day or 1
    if years.published is not None and years.published.year is not None:
        return _dated(_year_before(month, day, years.published), month, day), "dateline"
    if years.address is not None:
        return _dated(_year_before(month, day, years.address), month, day), "address"
    year = _year_of_periods(month, day, years)
    return (_dated(year, month, day), "period") if year else (value, "unknown")


def _dated(year: int, month: int, day: int) -> PartialDate:
    try:
        return PartialDate(year, month, day)
    except ValueError:
        return PartialDate(None, month, day)


def _year_before(month: int, day: int, known: PartialDate) -> int:
    """The year of the last such day that is not after a known date."""
    year = known.year or 0
    known_day = known.day or 31
    is_later = (month, day) > (known.month or 12, min(known_day + 3, 34))
    return year - 1 if is_later else year


_EARLY, _LATE = 4, 10  # a year is reviewed from October on, and until April of the next


def _year_of_periods(month: int, day: int, years: Years) -> int | None:
    """The year that the periods under review give; None where they leave it open."""
    within = [p for p in years.periods if p.months and p.months < 12 and p.last and p.last.month]
    whole = {p.last.year for p in years.periods if p.months == 12 and p.first == p.last and p.last and p.last.year}
    year = _year_of_part(month, [p.last for p in within if p.last])
    if year is None and whole:
        year = _year_of_whole(month, whole)
    if year is None:
        year = _year_of_span(years.periods)
    if year and years.latest_document and PartialDate(year, month).edtf < years.latest_document.edtf[:7]:
        return year + 1 if years.latest_document.year == year and month < _EARLY else None
    return year


def _year_of_part(month: int, ends: list[PartialDate]) -> int | None:
    """ "6 tháng đầu năm 2020" is reviewed in the second half of 2020, the second half in the next January."""
    fits = []
    for end in ends:
        year, last = end.year or 0, end.month or 12
        behind = month - last if month >= last else month + 12 - last
        if behind <= 6:
            fits.append((behind, year if month >= last else year + 1))
    return min(fits)[1] if fits else None


_LENGTH = re.compile(r"(\d{1,2}) năm\b")


def _year_of_span(periods: tuple[Period, ...]) -> int | None:
    """ "Tổng kết 10 năm ... (2013 - 2023)": the years are over in the last one."""
    lengths = {period.months // 12 for period in periods if period.months and period.first is None}
    lengths |= {int(length[1]) for period in periods if (length := _LENGTH.match(period.text))}
    spans = [(p.last.year or 0, p.first.year or 0) for p in periods if p.first and p.last and p.first != p.last]
    last, first = min(spans, default=(0, 0))  # a later span is the plan that follows
    return last if last - first >= 2 and last - first in lengths else None


def _year_of_whole(month: int, whole: set[int]) -> int | None:
    latest = max(whole)
    if month >= _LATE:
        return latest - 1 if latest - 1 in whole else latest
    if month < _EARLY:
        return latest if latest - 1 in whole else latest + 1
    return latest if latest - 1 in whole or len(whole) == 1 else None


def _conflicts(meeting: PartialDate, published: DateFact | None) -> dict[str, str]:
    day, printed = meeting.date, published.value.date if published else None
    if day is None or printed is None:
        return {}
    if day > printed:
        return {"meeting_on": f"Ngày họp {day:%d/%m/%Y} sau ngày đăng {printed:%d/%m/%Y}."}
    if printed - day > timedelta(days=200):
        return {"meeting_on": f"Ngày họp {day:%d/%m/%Y} trước ngày đăng {printed:%d/%m/%Y} quá lâu."}
    return {}
