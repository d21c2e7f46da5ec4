"""Legal documents: type, number, year, date of issue and issuer, in every spelling a newspaper uses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from archive.authority import files
from archive.authority.entries import KnownDocument
from archive.ingest.extract.context import Context
from archive.ingest.extract.gazetteer import keys_of
from archive.ingest.records import DocumentFact, Span
from archive.vietnamese.dates import PartialDate, find_dates
from archive.vietnamese.normalize import fold
from archive.vietnamese.syllables import document_key

# ---------------------------------------------------------------- grammar

_TYPES = {
    "thông tư liên tịch": "Thông tư liên tịch",
    "thông tư liên ngành": "Thông tư liên ngành",
    "thông tư": "Thông tư",
    "nghị định": "Nghị định",
    "nghị quyết liên tịch": "Nghị quyết liên tịch",
    "nghị quyết": "Nghị quyết",
    "quyết định": "Quyết định",
    "chỉ thị": "Chỉ thị",
    "kết luận": "Kết luận",
    "kế hoạch phối hợp": "Kế hoạch phối hợp",
    "kế hoạch liên ngành": "Kế hoạch liên ngành",
    "kế hoạch liên tịch": "Kế hoạch liên tịch",
    "kế hoạch": "Kế hoạch",
    "quy chế phối hợp": "Quy chế phối hợp",
    "qui chế phối hợp": "Quy chế phối hợp",
    "quy chế liên ngành": "Quy chế liên ngành",
    "quy chế": "Quy chế",
    "qui chế": "Quy chế",
    "chương trình phối hợp": "Chương trình phối hợp",
    "chương trình": "Chương trình",
    "hướng dẫn liên ngành": "Hướng dẫn liên ngành",
    "hướng dẫn": "Hướng dẫn",
    "công văn": "Công văn",
    "công điện": "Công điện",
    "thông báo": "Thông báo",
    "quy định": "Quy định",
    "hiệp đồng": "Hiệp đồng",
    "thỏa thuận hợp tác": "Thỏa thuận hợp tác",
    "thoả thuận hợp tác": "Thỏa thuận hợp tác",
    "thỏa thuận phối hợp": "Thỏa thuận phối hợp",
    "thoả thuận phối hợp": "Thỏa thuận phối hợp",
    "thỏa thuận": "Thỏa thuận",
    "thoả thuận": "Thỏa thuận",
    "biên bản ghi nhớ": "Biên bản ghi nhớ",
    "bản ghi nhớ": "Biên bản ghi nhớ",
    "biên bản": "Biên bản",
    "quy trình phối hợp": "Quy trình phối hợp",
    "phương án": "Phương án",
    "pháp lệnh": "Pháp lệnh",
    "luật": "Luật",
    "báo cáo": "Báo cáo",
    "tờ trình": "Tờ trình",
    "thông tri": "Thông tri",
    "đề án": "Đề án",
    "nđ": "Nghị định",
    "qđ": "Quyết định",
    "ct": "Chỉ thị",
    "nq": "Nghị quyết",
    "nqlt": "Nghị quyết liên tịch",
    "ttlt": "Thông tư liên tịch",
    "tt": "Thông tư",
    "kl": "Kết luận",
    "qcph": "Quy chế phối hợp",
    "ctph": "Chương trình phối hợp",
    "khph": "Kế hoạch phối hợp",
}
# Those that a bare number behind them names: "Quyết định 107". A plan or programme 5 may well be "of 5 years".
_NUMBERED = frozenset([
    "Thông tư liên tịch", "Thông tư liên ngành", "Thông tư", "Nghị định", "Nghị quyết liên tịch", "Nghị quyết",
    "Quyết định", "Chỉ thị", "Kết luận", "Quy chế phối hợp", "Kế hoạch phối hợp", "Kế hoạch liên ngành",
    "Hướng dẫn liên ngành",
])  # fmt: skip
_ISSUER_OF_LETTERS = {
    "qdttg": "Thủ tướng Chính phủ",
    "ctttg": "Thủ tướng Chính phủ",
    "ndcp": "Chính phủ",
    "nqcp": "Chính phủ",
}

_TYPE = "|".join(sorted((re.escape(word).replace(r"\ ", " +") for word in _TYPES), key=len, reverse=True))
_PART = r"[A-ZĐÐ][A-Za-zĐđÐƯư0-9]{0,14}"
_NUMBER = (
    rf"\d{{1,5}}[a-z]?(?:(?: ?/ ?(?:19|20)\d\d)?(?: ?[/–-] ?(?!(?:19|20)\d\d\b){_PART}(?: ?[/–-] ?{_PART}){{0,5}})"
    r"| ?/ ?(?:19|20)\d\d(?![/\d]))?"
)
_CITATION = re.compile(
    rf"(?<![\w])(?P<type>(?i:{_TYPE}))(?P<between>(?: +(?i:công tác|liên ngành|liên tịch|phối hợp|liên bộ|chung))?)"
    rf"(?P<label>[ :]+(?i:số)\W{{0,2}} ?| *)(?P<number>(?<!\d){_NUMBER})(?![\d%]|[,.]\d)"
)
_NEXT_NUMBER = re.compile(rf" ?(?:,|và|;) +(?:(?i:số) )?(?P<number>{_NUMBER})(?![\d%]|[,.]\d)")
_FOLLOWS_BARE = re.compile(
    r" *(?:$|[,.;:)“\"”…(-]"
    r"|(?:của|ngày|năm (?=19|20)|về|giữa|do|được|ban hành|và|hoặc|cũng|đã|trên|tại|thực hiện|quy định|có"
    r"|là|thay)\b)"
)
_ISSUED = re.compile(r"[ ,(]{0,3}(?:(?:được )?(?:ban hành|ký(?: kết)?) )?(?:vào )?ngày +")
_OF_YEAR = re.compile(r"[ ,(]{0,3}(?:ban hành )?(?:/ ?|năm )(?P<year>(?:19|20)\d\d)\b")
_BY = re.compile(
    r"[ ,)]{0,3}(?:ban hành )?(?:của|do) +(?:(?:liên )?(?:hai|ba|2|3) +)?(?P<issuer>[A-ZĐ][^,.;:“\"”()\n]{2,120})"
)
_ISSUER_ENDS = re.compile(
    r" +(?:về|quy định|ban hành|được|đã|sau|trong|tại|cùng|thay|nhằm|để|ký|trên|trình|phê duyệt|ngày|năm|theo|gồm|là"
    r"|có|cho|"
    r"hướng dẫn|thực hiện|ở)(?!\w)"
)
_BETWEEN_PARTIES = re.compile(
    r"[ ,)]{0,3}(?:về [^.;\n]{0,80}? )?giữa +(?P<a>[A-ZĐ][^,.;:“\"\n]{2,60}?) +(?:và"
    r"|với) +(?P<b>[A-ZĐ][^,.;:“\"\n]{2,60})"
)
_YEAR = re.compile(r"/ ?(?P<year>(?:19|20)\d\d)(?!\d)")
_LONGEST_DATE = 30
_LONGEST_SUBJECT = 200
_FEWEST_SHARED = (
    3  # pairs of syllables that a subject shares with the title it means; any two titles share "Bộ Công an"
)


@dataclass(frozen=True, slots=True)
class Citation:
    """One document named at one place; `span` takes in number, date and issuer, `head` only type and number."""

    type: str
    number: str
    year: int | None
    issued_on: PartialDate | None
    issuer: str
    head: Span
    span: Span

    @property
    def is_bare(self) -> bool:
        return self.number.isdecimal()

    @property
    def digits(self) -> int:
        return int(re.match(r"\d+", self.number)[0])  # type: ignore[index]  # every number begins with digits


def citations(context: Context) -> tuple[Citation, ...]:
    """Every place that names a document by its number."""
    return tuple(citation for match in _CITATION.finditer(context.text) for citation in _read(context.text, match))


def _read(text: str, match: re.Match[str]) -> Iterator[Citation]:
    kind = _TYPES[" ".join(match["type"].lower().split())]
    number = " ".join(match["number"].split())
    if match["between"]:
        kind = f"{kind} {match['between'].strip().lower()}"
    is_labelled = "số" in match["label"].lower()
    if not match["label"] and not match["type"].isupper():
        return
    if number.isdecimal() and not is_labelled and not _may_be_bare(text, match, kind):
        return
    yield _citation(text, kind, match["number"], Span(match.start(), match.end()))
    following = _NEXT_NUMBER.match(text, match.end())
    while following and not following["number"].isdecimal():
        yield _citation(text, kind, following["number"], Span(following.start("number"), following.end()))
        following = _NEXT_NUMBER.match(text, following.end())


def _may_be_bare(text: str, match: re.Match[str], kind: str) -> bool:
    return kind in _NUMBERED and _FOLLOWS_BARE.match(text, match.end()) is not None


def _citation(text: str, kind: str, number: str, head: Span) -> Citation:
    number = re.sub(r" ?([/–-]) ?", r"\1", " ".join(number.split())).replace("–", "-").replace("Ð", "Đ")
    issued_on, end = _issued_on(text, head.end)
    year_in_number = _YEAR.search(number)
    year = int(year_in_number["year"]) if year_in_number else issued_on.year if issued_on else None
    if issued_on and issued_on.year != year:  # a misprint: the number's own year is the better witness
        issued_on = None
    if year is None and (of_year := _OF_YEAR.match(text, end)):
        year, end = int(of_year["year"]), of_year.end()
    issuer, end = _issuer(text, kind, number, end)
    return Citation(kind, number, year, issued_on, issuer, head, Span(head.start, end))


def _issued_on(text: str, at: int) -> tuple[PartialDate | None, int]:
    lead_in = _ISSUED.match(text, at)
    if lead_in is None:
        return None, at
    dates = find_dates(text[lead_in.end() : lead_in.end() + _LONGEST_DATE], cue_required=False)
    if not dates or dates[0].start > 1:
        return None, at
    return dates[0].value, lead_in.end() + dates[0].end


def _issuer(text: str, kind: str, number: str, at: int) -> tuple[str, int]:
    printed = _BY.match(text, at)
    if printed:
        cut = _ISSUER_ENDS.search(printed["issuer"])
        name = printed["issuer"][: cut.start()] if cut else printed["issuer"]
        return " ".join(name.split()).replace(" và ", " - "), printed.start("issuer") + len(name.rstrip())
    parties = _BETWEEN_PARTIES.match(text, at)
    if parties and kind.startswith(("Quy chế", "Kế hoạch", "Chương trình", "Nghị quyết liên", "Thông tư liên")):
        cut = _ISSUER_ENDS.search(parties["b"])
        second = parties["b"][: cut.start()] if cut else parties["b"]
        return f"{parties['a']} - {second.strip()}", parties.start("b") + len(second.rstrip())
    letters = "".join(re.findall("[a-z]+", fold(number)))
    return _ISSUER_OF_LETTERS.get(letters, ""), at


# ---------------------------------------------------------------- facts


def find_documents(
    context: Context, cited: tuple[Citation, ...], home: str = "", on: PartialDate | None = None
) -> tuple[DocumentFact, ...]:
    """One fact a document, however often and however spelt it is named.

    `home` is the code of the article's province: a regulation without central issuer is one of its own. `on` is the day
    of the article: what is cited was issued before.
    """
    by_digits: dict[int, list[list[Citation]]] = {}
    for citation in sorted(cited, key=lambda c: (c.is_bare, c.year is None, c.head)):
        groups = by_digits.setdefault(citation.digits, [])
        same = next((group for group in groups if _is_same(group[0], citation)), None)
        if same is None:
            groups.append([citation])
        else:
            same.append(citation)
    facts = [_fact(context, group, home, on) for groups in by_digits.values() for group in groups]
    return tuple(sorted(facts, key=lambda fact: fact.evidence.span or Span(0, 0)))


def _is_same(fuller: Citation, other: Citation) -> bool:
    """Whether the barer citation can be the fuller one again: "Quyết định 133", even "Quy chế phối hợp 133"."""
    if fuller.digits != other.digits or (fuller.year and other.year and fuller.year != other.year):
        return False
    if not other.is_bare:
        letters, others = _letters(fuller.number), _letters(other.number)
        return fuller.type == other.type and (letters <= others or others <= letters)
    alike = fuller.type.startswith(other.type) or other.type.startswith(fuller.type)
    return alike or (fuller.digits > 31 and other.type.startswith("Quy chế"))


def _letters(number: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]+", number.lower()))


def _fact(context: Context, group: list[Citation], home: str, on: PartialDate | None) -> DocumentFact:
    best = group[0]
    for other in group[1:]:
        best = replace(
            best,
            year=best.year or other.year,
            issued_on=best.issued_on or other.issued_on,
            issuer=best.issuer or other.issuer,
        )
    known = _known(best, on, " ".join(_subject(context, citation) for citation in group))
    confidence = 0.97 if known or not best.is_bare else 0.95 if best.year else 0.92
    return DocumentFact(
        code=known.code if known else _code(best, home),
        type=best.type,
        number=best.number,
        year=best.year,
        issuer=best.issuer,
        issued_on=best.issued_on,
        evidence=context.evidence(best.head.start, best.head.end, "citation-grammar", confidence),
    )


def _code(citation: Citation, home: str) -> str:
    """A code made of type, number and year, and of the province where the number alone names no issuer."""
    number = fold(document_key(citation.number))
    year = f"-{citation.year}" if citation.year and str(citation.year) not in number.split("-") else ""
    place = f"-{home}" if home and citation.type.startswith(LOCAL_TYPES) and _is_local(citation) else ""
    return f"{fold(citation.type).replace(' ', '-')}-{number}{year}{place}"


LOCAL_TYPES = ("Quy chế", "Kế hoạch", "Chương trình", "Hướng dẫn", "Hiệp đồng", "Thông báo", "Công văn", "Quy định")
_CENTRAL_SIGNS = frozenset(
    ["ttg", "cp", "tw", "bca", "bqp", "bct", "btc", "btp", "tldld", "vksndtc", "tandtc", "bgtvt"]
)


def _is_local(citation: Citation) -> bool:
    return not _CENTRAL_SIGNS & {fold(part) for part in re.findall(r"[^\W\d_]+", citation.number)}


@cache
def _known_by_digits() -> dict[int, list[KnownDocument]]:
    found: dict[int, list[KnownDocument]] = {}
    for document in files.documents():
        digits = re.match(r"\d+", document.number)
        if digits:
            found.setdefault(int(digits[0]), []).append(document)
    return found


def _known(citation: Citation, on: PartialDate | None, subject: str) -> KnownDocument | None:
    """The reviewed document a citation means: alone in fitting what is printed, or by far nearest to its subject."""
    fitting = [known for known in _known_by_digits().get(citation.digits, []) if _fits(citation, known, on)]
    if len(fitting) < 2:
        return fitting[0] if fitting else None
    said = _pairs(subject)
    shared = [len(said & _pairs(one.title)) for one in fitting]
    most = max(shared)
    is_clear = most >= _FEWEST_SHARED and most >= 2 * sorted(shared)[-2]
    return fitting[shared.index(most)] if is_clear else None


def _subject(context: Context, citation: Citation) -> str:
    """What its sentence says behind a citation, up to the next one: "… về phối hợp giữa Bộ Công an, Bộ Quốc phòng"."""
    end = min(context.sentence_at(citation.head.start).end, citation.span.end + _LONGEST_SUBJECT)
    following = context.text[citation.span.end : end]
    other = _CITATION.search(following)
    return following[: other.start()] if other else following


def _pairs(text: str) -> frozenset[tuple[str, str]]:
    """Each two syllables that follow each other."""
    return frozenset(pairwise(keys_of(text)))


def _fits(citation: Citation, known: KnownDocument, on: PartialDate | None) -> bool:
    if citation.type != known.type and not known.type.startswith(citation.type):
        return False
    if citation.year and citation.year != known.year:
        return False
    if on is not None and on.year is not None and known.issued_on.isoformat()[:7] > on.edtf[:7]:
        return False
    if citation.is_bare:
        return citation.year is not None or _issuer_fits(citation.issuer, known.issuer)
    letters = {fold(part) for part in _letters(citation.number)}
    return letters <= {fold(part) for part in _letters(known.number)}


def _issuer_fits(printed: str, issuer: str) -> bool:
    """ "của Chính phủ" may stand for the Prime Minister; a bare number without issuer is left to type and number."""
    printed, issuer = printed.casefold(), issuer.casefold()
    return not printed or printed in issuer or issuer in printed
