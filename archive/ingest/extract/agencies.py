"""Agencies with the part they took: organiser, chair, party, attendee, or only mentioned."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from archive.authority import files
from archive.ingest.extract.agency_names import JOINED, AgencyMention
from archive.ingest.extract.context import Context, Spans
from archive.ingest.extract.documents import Citation
from archive.ingest.extract.officials import Person, post_words
from archive.ingest.extract.places import COMMUNE
from archive.ingest.records import AgencyFact, Span

ORGANISER, CHAIR, PARTY, ATTENDEE, MENTIONED = "organiser", "chair", "party", "attendee", "mentioned"
_WEIGHTIEST_FIRST = (ORGANISER, CHAIR, PARTY, ATTENDEE, MENTIONED)

# Bodies whose policy every meeting carries out; none of them comes to one.
_POLICY_MAKERS = frozenset([
    "chinh-phu", "thu-tuong-chinh-phu", "bo-chinh-tri", "ban-bi-thu", "quoc-hoi", "bch-trung-uong-dang",
    "quan-uy-trung-uong", "chu-tich-nuoc", "dang-uy-cong-an-trung-uong", "uy-ban-thuong-vu-quoc-hoi",
    "cong-an-nhan-dan", "quan-doi-nhan-dan", "dang-cong-san-viet-nam",
])  # fmt: skip
_POLITICAL = frozenset(
    family.code
    for family in files.agency_families()
    if "{party}" in family.name
    or family.name.startswith(("Ủy ban nhân dân", "Hội đồng nhân dân", "Đoàn đại biểu", "Đảng ủy"))
)
_HIGH_LEVELS = frozenset(["central", "department", "force", "foreign", "region", "unit"])
_NO_POST = frozenset(["lãnh", "đại", "cán", "thường", "chiến"])  # lãnh đạo, đại diện, cán bộ, Ban Thường vụ

# ---------------------------------------------------------------- cues

_ABOUT_MEETING = re.compile(
    r"\b(?:tổ chức|họp|ký|sơ kết|tổng kết|giao ban|hội đàm|hội nghị|làm việc|lễ|hội thảo|tọa đàm|quy chế|qui chế"
    r"|hiệp đồng|liên ngành|liên tịch|"
    r"phối hợp|kế hoạch|hợp tác|biên bản|gặp|thống nhất|hai bên|lực lượng|báo cáo|biểu dương|công bố|trao đổi|cùng)\b",
    re.IGNORECASE,
)
_HELD = re.compile(
    r"\b(?:(?:tổ chức|mở|họp|khai mạc|chủ trì|công bố)\b[^.;]{0,80}\b(?:hội nghị|lễ|buổi|giao ban|hội đàm|hội thảo"
    r"|cuộc họp|sơ kết|tổng kết)|ký|ký kết|sơ kết|tổng kết|giao ban|hội đàm)\b",
    re.IGNORECASE,
)
_ATTENDS = re.compile(
    r"\b(?:(?:cùng |đến |tới |tham )?dự(?! thảo| kiến| án| báo| phòng| trữ)|có mặt|thành phần|điểm cầu|chứng kiến"
    r"|tham gia (?:gồm|ký|có|là))\b",
    re.IGNORECASE,
)
_SENDS = re.compile(
    r"\b(?:đại diện|lãnh đạo|đoàn)(?: (?:các|hai|ba|\d{1,2}))?(?: (?:đơn vị|cơ quan|sở, ngành|ngành|lãnh đạo"
    r"|lực lượng))?:? $",
    re.IGNORECASE,
)
_VENUE = re.compile(
    r"\b(?:tại|ở|trụ sở|hội trường|đến từ)(?: (?:trụ sở|hội trường|phòng họp|cơ quan|sở chỉ huy|điểm cầu))? $",
    re.IGNORECASE,
)
_CALLS_ON = re.compile(r"\b(?:làm việc|thăm|hội đàm|điểm cầu)[^.;]{0,12} tại $", re.IGNORECASE)
_OF_SOMEONE = (
    "chỉ đạo|lãnh đạo|quy định|hướng dẫn|kế hoạch|chỉ thị|nghị quyết|đề án|yêu cầu|nhiệm vụ|kết luận|số liệu|quyết định"
    "|thông tư|chương trình|đồng ý|ý kiến|khen|lực lượng"
)
_ELSEWHERE = re.compile(
    r"\b(?:tham mưu(?: [^,.;]{0,20})? cho|tham mưu|phục vụ|kiến nghị(?: với)?|đề nghị|trình|báo cáo(?: với)?|gửi"
    rf"|trực thuộc|nguyên|(?:{_OF_SOMEONE}) của|dưới sự [\w ,]{{0,40}} của"
    r"|sự (?:quan tâm|chỉ đạo|lãnh đạo|giúp đỡ)[\w ,]{0,40}"
    r"|trực tiếp là|giao cho|theo|địa bàn|cấp bởi|giúp) $",
    re.IGNORECASE,
)
_LONGEST_TITLE = 200
_TITLE_OF_PAPER = re.compile(r",? (?:về|quy định|ban hành)\b[^.;\n]{0,120}\bgiữa [^.;\n]{0,60}", re.IGNORECASE)
_EARLIER_DEED = re.compile(
    r"\b(?:được|đã)\b[^.;]{0,120}\bký\b[^.;]{0,10}\b(?:năm|ngày)\b[^.;]{0,20}(?:19|20)\d\d", re.IGNORECASE
)
_REWARDS = re.compile(r"\btặng\b|\b[Bb]ằng khen\b|\b[Gg]iấy khen\b")


def find_agencies(
    context: Context, mentions: tuple[AgencyMention, ...], people: tuple[Person, ...], cited: tuple[Citation, ...]
) -> tuple[AgencyFact, ...]:
    """One fact an agency, with the weightiest part it is said to have taken."""
    posts = Spans(span for person in people for span in person.post_spans)
    roles = _Roles(context, mentions, posts, cited).read()
    groups: dict[str, list[int]] = {}
    for n, mention in enumerate(mentions):
        groups.setdefault(_same_body(mention), []).append(n)
    best = [min(members, key=lambda n: (_WEIGHTIEST_FIRST.index(roles[n]), n)) for members in groups.values()]
    fullest = {
        n: max(group, key=lambda k: mentions[k].name.count("(")) for n, group in zip(best, groups.values(), strict=True)
    }
    chosen = _settled([(n, roles[n]) for n in best], mentions)
    return tuple(_fact(context, mentions[n], mentions[fullest[n]].name, role) for n, role in chosen)


_NO_DIFFERENCE = re.compile(r"\([^)]*\)|\b(?:tỉnh|huyện|thành phố)\b|\W")


def _same_body(mention: AgencyMention) -> str:
    """What is left of a name when spaces, the country in brackets and words for kinds of place are off."""
    return mention.code or _NO_DIFFERENCE.sub("", mention.name.casefold())


_CONFIDENCE = {
    "authority": 0.95,
    "foreign": 0.9,
    "same-article": 0.92,
    "own-place": 0.88,
    "unit-grammar": 0.75,
    "no-place": 0.8,
}


def _fact(context: Context, mention: AgencyMention, name: str, role: str) -> AgencyFact:
    sure = _CONFIDENCE.get(mention.method, 0.75) - (0.15 if mention.is_generic else 0.0)
    sure -= 0.07 if role == ATTENDEE else 0.0
    return AgencyFact(name, mention.code, role, context.evidence(mention.start, mention.end, mention.method, sure))


def _settled(chosen: list[tuple[int, str]], mentions: tuple[AgencyMention, ...]) -> Iterator[tuple[int, str]]:
    """A force named without a unit counts only where no unit of it, and not two other bodies, take part."""
    parts = [mentions[n] for n, role in chosen if role != MENTIONED and not mentions[n].is_generic]
    for n, role in chosen:
        mention = mentions[n]
        if mention.is_generic and role != MENTIONED:
            head = mention.name.removesuffix(" Việt Nam").casefold()
            if len(parts) >= 2 or any(head in other.name.casefold() for other in parts[:2]):
                role = MENTIONED
        yield n, role


@dataclass(slots=True)
class _Roles:
    """The part each mention says the agency took, in order; what is joined to a mention shares its part."""

    context: Context
    mentions: tuple[AgencyMention, ...]
    posts: Spans
    cited: tuple[Citation, ...]

    def read(self) -> list[str]:
        found: list[str | None] = []
        for n, mention in enumerate(self.mentions):
            is_joined = (
                n > 0
                and self._is_joined(self.mentions[n - 1], mention)
                and not self._is_of_a_post(self.mentions[n - 1])
            )
            found.append(self._role(mention, found[n - 1] if is_joined else None))
        if any(
            role not in (None, MENTIONED) and not m.is_generic for role, m in zip(found, self.mentions, strict=True)
        ):
            return [role or MENTIONED for role in found]
        return [role or self._second_look(mention) for role, mention in zip(found, self.mentions, strict=True)]

    def _is_joined(self, before: AgencyMention, mention: AgencyMention) -> bool:
        same_head = before.group >= 0 and before.group == mention.group
        return same_head or JOINED.fullmatch(self.context.text, before.end, mention.start) is not None

    def _role(self, mention: AgencyMention, joined: str | None) -> str | None:
        """The part taken; None where the article does not say."""
        passage = self.context.passage_at(mention.start)
        sentence = self.context.sentence_at(mention.start)
        before = self.context.text[max(sentence.start, mention.start - 80) : mention.start]
        if passage is None or mention.code in _POLICY_MAKERS:
            return MENTIONED
        if mention.method == "no-place" and mention.unit_kind in COMMUNE:
            return MENTIONED  # "Công an xã": those of all communes
        if self._is_of_a_post(mention):
            return ATTENDEE if self._sends_its_head(mention, sentence) else MENTIONED
        if _CALLS_ON.search(before):
            return PARTY
        if _VENUE.search(before) or _ELSEWHERE.search(before) or self._is_above(mention, before):
            return MENTIONED
        if self._is_cited(mention):
            return None if re.search(r"\bgiữa\b[^.;]*$", before) else MENTIONED
        return joined or self._by_sentence(mention, passage.kind, sentence, before)

    def _is_above(self, mention: AgencyMention, before: str) -> bool:
        """ "Tổng cục Cảnh sát (Bộ Công an)": the ministry is only said to be above."""
        known = files.agencies_by_code().get(mention.code) if mention.code else None
        is_high = known is not None and known.level in _HIGH_LEVELS
        return before.endswith("(") and (is_high or mention.name.startswith("Bộ "))

    def _sends_its_head(self, mention: AgencyMention, sentence: Span) -> bool:
        """Whether it is a body of a province or district, no party or assembly, whose head comes to the meeting."""
        family = (mention.code or "").partition("_")
        if not family[1] or family[0] in _POLITICAL:
            return False
        return _ATTENDS.search(sentence.of(self.context.text)) is not None

    def _by_sentence(self, mention: AgencyMention, kind: str, sentence: Span, before: str) -> str | None:
        text = sentence.of(self.context.text)
        if kind == "heading":
            return PARTY
        if _ATTENDS.search(text):
            return ATTENDEE
        if _EARLIER_DEED.search(text) or _REWARDS.search(text):
            return MENTIONED
        if kind in ("lead", "caption") and _ABOUT_MEETING.search(text):
            return self._organises(mention, sentence)
        if (self._is_early(sentence) or self._stands_alone(sentence)) and _HELD.search(text):
            return self._organises(mention, sentence)
        return ATTENDEE if _SENDS.search(before) else None

    def _is_early(self, sentence: Span) -> bool:
        prose = self.context.prose
        return bool(prose) and sentence.start < prose[min(len(prose), 4) - 1].span.end

    def _stands_alone(self, sentence: Span) -> bool:
        """A paragraph of one short sentence is as good as a caption."""
        passage = self.context.passage_at(sentence.start)
        return passage is not None and passage.span == sentence and sentence.end - sentence.start < 160

    def _is_of_a_post(self, mention: AgencyMention) -> bool:
        """Whether the agency is only what somebody heads: "Giám đốc Công an tỉnh"."""
        if self.posts.hold(mention.start):
            return True
        i = self.context.token_at(mention.start)
        for n in range(1, min(6, i + 1)):
            taken, kinds = post_words().longest(self.context.keys, i - n, i)
            word = self.context.tokens[i - n].text.lower()
            if taken == n and "head" in kinds and word not in _NO_POST:
                return not self.context.text[self.context.tokens[i - 1].end : mention.start].strip()
        return False

    def _is_cited(self, mention: AgencyMention) -> bool:
        """Whether the agency stands in what follows a document's number: its issuer, or those its title names."""
        at = bisect_right(self.cited, mention.start, key=lambda citation: citation.head.start) - 1
        if at < 0 or mention.start < self.cited[at].head.end:
            return False
        end = self.cited[at].span.end
        return mention.start < end or (
            mention.start - end < _LONGEST_TITLE
            and _TITLE_OF_PAPER.fullmatch(self.context.text, end, mention.start) is not None
        )

    def _organises(self, mention: AgencyMention, sentence: Span) -> str:
        after = self.context.text[mention.end : sentence.end]
        if re.match(r"[^.;,]{0,20}\bchủ trì\b", after, re.IGNORECASE):
            return CHAIR
        if re.match(r"[^.;]{0,60}\b(?:tổ chức|mở)\b", after, re.IGNORECASE):
            return ORGANISER
        return PARTY

    def _second_look(self, mention: AgencyMention) -> str:
        """Where nobody is said to meet: those between whom a cited paper was made, or who act together early on."""
        before = self.context.before(mention.start, 120)
        if re.search(r"\bgiữa\b[^.;]*$", before):
            return PARTY
        return (
            PARTY
            if self._is_early(self.context.sentence_at(mention.start)) and not _ELSEWHERE.search(before)
            else MENTIONED
        )
