"""Agencies with the part they took: organiser, chair, party, attendee, or only mentioned."""

import re

from archive.authority import files
from archive.ingest.extract.agency_names import AgencyMention
from archive.ingest.extract.context import Context
from archive.ingest.extract.documents import Citation
from archive.ingest.extract.gazetteer import Gazetteer
from archive.ingest.extract.officials import Person
from archive.ingest.records import AgencyFact, Span

ORGANISER, CHAIR, PARTY, ATTENDEE, MENTIONED = "organiser", "chair", "party", "attendee", "mentioned"
_ORDER = (ORGANISER, CHAIR, PARTY, ATTENDEE, MENTIONED)

_MEETING_VERBS = re.compile(
    r"\b(?:tổ chức|họp|ký|ký kết|sơ kết|tổng kết|giao ban|hội đàm|hội nghị|làm việc|thống nhất|trao đổi|biểu dương|khai mạc|lễ|hội thảo|tọa đàm|phối hợp|quy chế|hiệp đồng|"
    r"kế hoạch|chương trình|hợp tác|biên bản|gặp|triển khai|đánh giá|rút kinh nghiệm|giữa|báo cáo)\b",
    re.IGNORECASE,
)
_ATTENDS = re.compile(
    r"\b(?:dự|tham dự|tham gia|có mặt|thành phần|đại biểu|chứng kiến|điểm cầu)\b", re.IGNORECASE
)
_VENUE_BEFORE = re.compile(r"\b(?:tại|ở|trụ sở|hội trường|điểm cầu|cầu)(?: (?:trụ sở|hội trường|phòng họp|cơ quan|sở chỉ huy))? $", re.IGNORECASE)
_OUTSIDE_BEFORE = re.compile(
    r"\b(?:tham mưu(?: cho)?|kiến nghị(?: với)?|đề nghị|trình|chỉ đạo của|lãnh đạo của|quy định của|hướng dẫn của|thuộc|trực thuộc|dưới sự [\w ]{0,30} của|sự (?:quan tâm|chỉ đạo|lãnh đạo|giúp đỡ)[\w, ]{0,40}(?:của)?"
    r"|gửi|thay mặt|kế hoạch của|chỉ thị của|nghị quyết của|đề án của|yêu cầu của|nguyên|nhiệm vụ của|tặng|khen của|kết luận của|giao cho|cho phép của|cơ quan của|số liệu của|theo) $",
    re.IGNORECASE,
)
_PAST_DEED = re.compile(r"\b(?:ký năm|ký ngày|ban hành|đã ký|năm (?:19|20)\d\d giữa)\b", re.IGNORECASE)


def find_agencies(
    context: Context, mentions: tuple[AgencyMention, ...], people: tuple[Person, ...], cited: tuple[Citation, ...]
) -> tuple[AgencyFact, ...]:
    """One fact an agency, with the weightiest part it is said to have taken."""
    roles = [_role(context, mention, people, cited) for mention in mentions]
    groups: dict[str, list[int]] = {}
    for n, mention in enumerate(mentions):
        groups.setdefault(mention.name.casefold(), []).append(n)
    facts = []
    for members in groups.values():
        best = min(members, key=lambda n: (_ORDER.index(roles[n]), n))
        facts.append(_fact(context, mentions[best], roles[best]))
    return _without_generic(facts, mentions)


def _fact(context: Context, mention: AgencyMention, role: str) -> AgencyFact:
    confidence = {"authority": 0.95, "foreign": 0.9, "same-article": 0.9, "unit-grammar": 0.75, "bare-head": 0.7}
    sure = confidence.get(mention.method, 0.85) - (0.1 if mention.is_generic else 0.0)
    return AgencyFact(mention.name, mention.code, role, context.evidence(mention.start, mention.end, mention.method, sure))


def _without_generic(facts: list[AgencyFact], mentions: tuple[AgencyMention, ...]) -> tuple[AgencyFact, ...]:
    """A force named without a unit counts only where none of its units takes part."""
    generic = {mention.name for mention in mentions if mention.is_generic}
    specific = [f for f in facts if f.name not in generic and f.role != MENTIONED]
    kept = []
    for fact in facts:
        if fact.name in generic and fact.role != MENTIONED and _has_unit(fact, specific):
            fact = AgencyFact(fact.name, fact.code, MENTIONED, fact.evidence)
        kept.append(fact)
    return tuple(kept)


def _has_unit(fact: AgencyFact, specific: list[AgencyFact]) -> bool:
    head = fact.name.replace(" Việt Nam", "").casefold()
    return len(specific) >= 2 or any(head in other.name.casefold() for other in specific)


def _role(context: Context, mention: AgencyMention, people: tuple[Person, ...], cited: tuple[Citation, ...]) -> str:
    passage = context.passage_at(mention.start)
    sentence = context.sentence_at(mention.start)
    before = context.text[max(sentence.start, mention.start - 70) : mention.start]
    if passage is None or _is_outside(context, mention, before, people, cited):
        return MENTIONED
    text = sentence.of(context.text)
    if passage.kind == "heading":
        return PARTY
    if _in_opening(context, sentence, passage.kind) and _MEETING_VERBS.search(text):
        return _part(context, mention, sentence)
    if _ATTENDS.search(text) and _names_the_meeting(text):
        return ATTENDEE
    return MENTIONED


def _is_outside(
    context: Context, mention: AgencyMention, before: str, people: tuple[Person, ...], cited: tuple[Citation, ...]
) -> bool:
    """Whether the agency is only what someone heads, where the meeting sat, or whose paper it was."""
    if _VENUE_BEFORE.search(before) or _OUTSIDE_BEFORE.search(before):
        return True
    if any(span.start <= mention.start < span.end for person in people for span in person.post_spans):
        return True
    if any(c.span.start <= mention.start < c.span.end and "giữa" not in context.text[c.head.end : mention.start] for c in cited):
        return True
    return _follows_post(context, mention)


def _follows_post(context: Context, mention: AgencyMention) -> bool:
    i = context.token_at(mention.start)
    for n in range(1, 5):
        if i - n < 0:
            return False
        taken, kinds = _post_heads().longest(context.keys, i - n, i)
        if taken == n and "head" in kinds:
            return context.text[context.tokens[i - 1].end : mention.start].strip() == ""
    return False


def _post_heads() -> Gazetteer[str]:
    from archive.ingest.extract.officials import post_words

    return post_words()


def _in_opening(context: Context, sentence: Span, kind: str) -> bool:
    """Title, lead, captions, and the paragraphs up to the third sentence of the body."""
    if kind in ("lead", "caption"):
        return True
    prose = [s for s in context.sentences if (p := context.passage_at(s.start)) and p.kind in ("lead", "paragraph")]
    return sentence in prose[:4]


def _names_the_meeting(text: str) -> bool:
    return re.search(r"\b(?:hội nghị|lễ|buổi|họp|giao ban|hội đàm|dự|tham gia gồm)\b", text, re.IGNORECASE) is not None


_ORGANISES = re.compile(r"[^.;]{0,120}?\b(?:tổ chức|mở|phối hợp tổ chức)\b", re.IGNORECASE)


def _part(context: Context, mention: AgencyMention, sentence: Span) -> str:
    after = context.text[mention.end : min(sentence.end, mention.end + 60)]
    if re.match(r"[^.;,]{0,20}\bchủ trì\b", after, re.IGNORECASE):
        return CHAIR
    if re.match(r"[^.;]{0,50}\b(?:tổ chức|mở)\b", after, re.IGNORECASE):
        return ORGANISER
    return PARTY
