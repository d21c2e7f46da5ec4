"""Figures reported: value, unit, what it counts, how exact it is, and the period it covers."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from archive.authority import files
from archive.ingest.extract.context import Context, Spans
from archive.ingest.extract.documents import Citation
from archive.ingest.extract.gazetteer import Gazetteer
from archive.ingest.extract.topics import Mention
from archive.ingest.records import FigureFact, Span
from archive.vietnamese.dates import Period, find_periods
from archive.vietnamese.numbers import NumberMention, find_numbers

# What is numbered or divided, not counted: parts of a paper, parties of a meeting, lengths of time.
_NO_UNITS = frozenset([
    "năm",
    "tháng",
    "ngày",
    "tuần",
    "giờ",
    "phút",
    "giây",
    "quý",
    "chương",
    "điều",
    "khoản",
    "mục",
    "phần",
    "bên",
    "ngành",
    "cấp",
    "nước",
    "mặt",
    "số",
    "tuổi",
    "khóa",
    "khoá",
    "kỳ",
    "bước",
    "giai",
    "thế",
    "thứ",
    "khối",
    "cụm",
    "vùng",
    "tiểu",
    "trong",
    "đến",
    "và",
    "hoặc",
    "của",
    "là",
    "có",
    "được",
    "phía",
    "vế",
    "dòng",
    "ở",
    "cùng",
    "gồm",
    "theo",
    "cho",
    "hằng",
    "hàng",
    "nhắc",
    "đề",
    "chủ",
    "với",
    "tại",
    "về",
    "từ",
    "đã",
    "sẽ",
    "do",
    "khi",
    "thì",
    "mà",
    "nên",
    "trên",
    "dưới",
    "ra",
    "vào",
    "làm",
    "lên",
    "cũng",
    "bị",
    "để",
    "so",
    "như",
    "trở",
    "nữa",
    "đầu",
    "cuối",
    "ký",
    "còn",
    "xuống",
    "bằng",
    "qua",
    "hơn",
    "nhờ",
    "vì",
])  # fmt: skip
_PARTIES = re.compile(
    r"(?:lực lượng|đơn vị(?! máu)|cơ quan|địa phương|nội dung|lĩnh vực|mảng|quốc gia|nhiệm vụ|giải pháp|tiêu chí"
    r"|mục tiêu|nguyên tắc|bộ(?! (?:hồ sơ|võng|quần|áo|máy|bàn|đàm|dụng cụ))\b)",
    re.IGNORECASE,
)
_ADMINISTRATIVE = re.compile(r"(?:tỉnh|thành phố|thành|huyện|quận|thị xã|thị trấn|xã|phường|thôn|bản)\b", re.IGNORECASE)
_FEW = 16  # "07 tỉnh", "6 đơn vị" are the parties of a meeting; "229 xã, phường" is a statistic
_ORDINAL_BEFORE = re.compile(
    r"(?:\b(?:thứ|số|lần|khóa|kỳ|khu|vùng|quốc lộ|mốc|cột mốc|đường|tổng đài|mẫu|hạng|loại|nhóm|điều|chương|tập"
    r"|trang|phường|quận|tổ|khoản|tuổi|bài|covid|cảnh sát|chỉ đạo|đề án)\W{0,2}"
    r"|\d[-/]|[^\W\d_]-)$",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(r"[A-ZĐÂĂÊÔƠƯ][^\W\d_]* $|[A-ZĐ]{2,}[^\w,;]? ?$")
_SENTENCE_OPENS = re.compile(r"(?:^|[.!?…:] |[\n\"“])\s*$")
_PERCENT = re.compile(r" ?(?:%|phần trăm)")
_WHOLE = re.compile(r" ?/ ?(?P<whole>\d[\d.]*)(?= [^\W\d_])")  # "236/310 thanh thiếu niên"; "16/16 đồn" is all of them
_WORDS = re.compile(r" ?(?P<words>[“\"]?[^\s\d,.;:()“”\"!?…/%][^\d,.;:()\n!?…/]*)")
_QUOTED = re.compile(r"[“\"](?P<name>[^“”\"\n]{2,80})[”\"]")
_NOUN_ENDS = re.compile(
    r"(?:^| )(?:được|đã|sẽ|là|có|cho|với|trong|tại|ở|từ|đến|trên|về|và|do|bị|để|nhằm|của|theo|qua|giữa|khi|thuộc|vào"
    r"|cùng|thì|mà|nằm|gồm|tham gia|liên quan|giúp|trị giá|phục vụ|xử lý|cũng|so|đang|ra|gặp|khác|nói|trao|phải|nhưng"
    r"|tăng|giảm)(?= |$)"
)
_LONGEST_NOUN = 8
_CLAUSE_ENDS = re.compile(r"[,;:]|\d")


@cache
def _units() -> Gazetteer[str]:
    gazetteer: Gazetteer[str] = Gazetteer()
    for unit in files.units():
        if unit.kind not in ("scale", "time", "ratio"):
            for name in (unit.name, *unit.aliases):
                gazetteer.add(name, unit.kind)
    return gazetteer


def find_figures(
    context: Context, cited: tuple[Citation, ...], on_topics: tuple[Mention, ...] = (), names: tuple[Span, ...] = ()
) -> tuple[FigureFact, ...]:
    """Every figure of the body, in order; the title repeats what the body says. No digit within `names` counts."""
    title = context.parsed.title_span
    periods = find_periods(context.text)
    starts = [period.start for period in periods]
    taken = Spans([*(citation.head for citation in cited), *names])
    facts: list[FigureFact] = []
    for number in find_numbers(context.text):
        in_title = title is not None and title.start <= number.start < title.end
        if in_title or taken.hold(number.start):
            continue
        facts.extend(_figure(context, number, _period(context, number, periods, starts)))
    return tuple(_with_topics(context, list(_once(facts)), on_topics))


def _with_topics(context: Context, facts: list[FigureFact], on_topics: tuple[Mention, ...]) -> Iterator[FigureFact]:
    """Each figure with the topic that its own sentence names; the number of a figure names none ("389 vụ")."""
    counted = Spans(fact.evidence.span for fact in facts if fact.evidence.span)
    on_topics = tuple(m for m in on_topics if not (context.text[m.start].isdigit() and counted.hold(m.start)))
    starts = [mention.start for mention in on_topics]
    for fact in facts:
        if fact.evidence.span is not None:
            sentence = context.sentence_at(fact.evidence.span.start)
            named = on_topics[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
            fact = replace(fact, topic=_topic(context.text, fact.evidence.span, named))
        yield fact


def _topic(text: str, figure: Span, named: Sequence[Mention]) -> str:
    """That behind it in its clause, else before it, else the nearest up to a semicolon; else the only one named."""

    def distance(mention: Mention) -> tuple[bool, bool, int]:
        between = _between(text, figure, mention)
        is_behind, is_outside = mention.start >= figure.start, _CLAUSE_ENDS.search(between) is not None
        return is_outside, is_behind == is_outside, len(between)

    near = [mention for mention in named if ";" not in _between(text, figure, mention)]
    if near:
        return min(near, key=distance).code
    codes = {mention.code for mention in named}
    return codes.pop() if len(codes) == 1 else ""


def _between(text: str, figure: Span, mention: Mention) -> str:
    return text[figure.end : mention.start] if mention.start >= figure.start else text[mention.end : figure.start]


def _once(facts: list[FigureFact]) -> Iterator[FigureFact]:
    seen = set()
    for fact in facts:
        key = (fact.value, fact.unit, fact.noun)
        if key not in seen:
            seen.add(key)
            yield fact


def _figure(context: Context, number: NumberMention, period: str) -> Iterator[FigureFact]:
    if not _counts(context, number):
        return
    percent = _PERCENT.match(context.text, number.end)
    whole = _WHOLE.match(context.text, number.end)
    if whole and whole["whole"] == number.text:
        return
    at = percent.end() if percent else whole.end() if whole else number.end
    unit, noun, end = _unit_and_noun(context, at)
    if percent:
        unit, noun, end = unit or "%", noun, end if unit else at
    elif not unit:
        return
    if number.value < _FEW and (_ADMINISTRATIVE.match(unit) or _PARTIES.match(f"{unit} {noun}")):
        return
    start = number.start - (len(number.qualifier) + 1 if number.qualifier else 0)
    yield FigureFact(
        value=number.value,
        value_text=number.text + ("%" if percent else ""),
        unit=unit,
        noun=noun,
        qualifier=number.qualifier or "",
        period=period,
        sentence=context.sentence_at(number.start).of(context.text).strip(),
        evidence=context.evidence(start, end, "figure-grammar", 0.9),
    )


def _counts(context: Context, number: NumberMention) -> bool:
    before = context.before(number.start, 24)
    if _ORDINAL_BEFORE.search(before):
        return False
    if number.text.isdecimal() and 1900 <= number.value <= 2100 and re.search(r"(?:năm|-|–) ?$", before):
        return False
    return not (
        _NAME_BEFORE.search(before)
        and not _SENTENCE_OPENS.search(before)
        and number.qualifier is None
        and _is_name(before)
    )


def _is_name(before: str) -> bool:
    """ "Ban Chỉ đạo 138", "Lữ đoàn 681": the number belongs to a name, unless the word opens the sentence."""
    word = before.split()[-1] if before.split() else ""
    return (bool(word) and word[0].isupper() and len(before.split()) > 1) or word.isupper()


def _unit_and_noun(context: Context, at: int) -> tuple[str, str, int]:
    match = _WORDS.match(context.text, at)
    if match is None or "\n" in match[0]:
        return "", "", at
    i = context.token_at(match.start("words"))
    quoted = match["words"][0] in '“"'
    if i >= len(context.tokens) or context.tokens[i].start != match.start("words") + quoted:
        return "", "", at
    taken, kinds = _units().longest(context.keys, i, context.reach[i])
    if not quoted and not _is_unit(context.tokens[i].text, kinds, taken > 1):
        return "", "", at
    if quoted and (name := _QUOTED.match(context.text, match.start("words"))):
        return name["name"], "", name.end()
    last = context.tokens[i + max(taken, 1) - 1]
    unit = " ".join(context.text[match.start("words") + quoted : last.end].split())
    noun_span = _noun(context, last.end)
    return unit, " ".join(noun_span.of(context.text).split()), last.end


def _is_unit(word: str, kinds: Sequence[str], is_phrase: bool) -> bool:
    if word.lower() in _NO_UNITS:
        return bool(kinds) and (is_phrase or kinds[0] in ("money", "person"))
    return bool(kinds) or _is_countable(word)


def _is_countable(word: str) -> bool:
    return word.isalpha() and len(word) <= 7


def _noun(context: Context, at: int) -> Span:
    match = _WORDS.match(context.text, at)
    if match is None or context.text[at : at + 1] != " ":
        return Span(at, at)
    words = match["words"]
    ends = _NOUN_ENDS.search(words)
    words = words[: ends.start()] if ends else words
    words = " ".join(words.split(" ")[:_LONGEST_NOUN]).rstrip(" -–")
    return Span(match.start("words"), match.start("words") + len(words))


def _period(context: Context, number: NumberMention, periods: list[Period], starts: list[int]) -> str:
    """The last period named before the figure in its passage."""
    passage = context.passage_at(number.start)
    at = bisect_left(starts, number.start) - 1
    if passage is None or at < 0 or starts[at] < passage.span.start:
        return ""
    return periods[at].text
