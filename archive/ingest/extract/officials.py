"""Officials with rank and posts as printed: "Thượng tướng A, Thứ trưởng X", "Chủ tịch Y B", "các đồng chí: A; B"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from archive.authority import files
from archive.ingest.extract.context import Context
from archive.ingest.extract.gazetteer import Gazetteer, keys_of
from archive.ingest.extract.names import is_surname, name_end
from archive.ingest.extract.places import known_at
from archive.ingest.records import OfficialFact, Span

# ---------------------------------------------------------------- words


@cache
def _titles() -> Gazetteer[str]:
    """Ranks, forms of address and degrees, with what they are: "rank" or the kind of address."""
    gazetteer: Gazetteer[str] = Gazetteer()
    for rank in files.ranks():
        for name in (rank.name, *rank.aliases):
            gazetteer.add(name, "rank")
    for honorific in files.honorifics():
        for name in (honorific.name, *honorific.aliases):
            gazetteer.add(name, honorific.kind)
    return gazetteer


@cache
def post_words() -> Gazetteer[str]:
    """Head words of posts and their prefixes, with which of the two they are."""
    gazetteer: Gazetteer[str] = Gazetteer()
    for post in files.posts():
        for name in (post.name, *post.aliases):
            if len(name) > 2:
                gazetteer.add(name, post.kind)
    return gazetteer


@cache
def _stops() -> Gazetteer[str]:
    """What ends a name: the words that open a rank or a post."""
    gazetteer: Gazetteer[str] = Gazetteer()
    heads = [name for post in files.posts() if post.kind == "head" for name in (post.name, *post.aliases)]
    ranks = [name for rank in files.ranks() for name in (rank.name, *rank.aliases)]
    for name in (*heads, *ranks):
        if " " in name:
            gazetteer.add(name, name)
    for prefix in ("Quyền", "Nguyên", "Phụ trách"):
        for head in heads:
            gazetteer.add(f"{prefix} {head}", head)
    return gazetteer


# ---------------------------------------------------------------- people


@dataclass(frozen=True, slots=True)
class Person:
    """One mention of a person; `start` to `end` takes in rank, name and posts."""

    name: str
    rank: str
    posts: tuple[str, ...]
    name_span: Span
    start: int
    end: int
    has_rank: bool = False
    post_spans: tuple[Span, ...] = ()


@dataclass(slots=True)
class _Reader:
    context: Context
    people: list[Person] = field(default_factory=list)
    list_rank: str = ""  # "đồng chí" of "các đồng chí: A, ...; B, ..."
    list_posts: tuple[Span, ...] = ()
    list_end: int = -1
    list_first: int = -1  # the token behind "các ông", where the list's first name may begin

    def read(self) -> tuple[Person, ...]:
        i = 0
        while i < len(self.context.tokens):
            i = self._read_at(i)
        return tuple(self.people)

    def _read_at(self, i: int) -> int:
        taken, kinds = _titles().longest(self.context.keys, i, self.context.reach[i])
        if taken and kinds[0] in ("comrade_plural", "person_plural"):
            return self._open_list(i, i + taken, kinds[0])
        if taken:
            return self._titled(i)
        if self._opens_item(i):
            return self._named(i, i, self.list_rank, False)
        taken, kinds = post_words().longest(self.context.keys, i, self.context.reach[i])
        if taken and "head" in kinds:
            return self._posted(i, i + taken)
        return i + 1

    def _open_list(self, first: int, i: int, kind: str) -> int:
        """ "các đồng chí Ủy viên Trung ương Đảng: A, ...; B, ..." """
        tokens, text = self.context.tokens, self.context.text
        self.list_rank = "đồng chí" if kind == "comrade_plural" else "ông"
        self.list_end = self.context.sentence_at(tokens[first].start).end
        self.list_posts = ()
        self.list_first = i
        if i < len(tokens) and post_words().longest(self.context.keys, i, self.context.reach[i])[0]:
            colon = text.find(":", tokens[i].start, min(self.list_end, tokens[i].start + 160))
            if colon > 0 and not re.search("[;.]", text[tokens[i].start : colon]):
                self.list_posts = (Span(tokens[i].start, colon),)
                return self.context.token_at(colon)
        return i

    def _opens_item(self, i: int) -> bool:
        """Whether a name without rank may begin here: at the head of an item of a list."""
        token = self.context.tokens[i]
        if token.start >= self.list_end or not token.text[0].isupper():
            return False
        if i == self.list_first:
            return is_surname(token.text)
        before = self.context.before(token.start, 24)
        return bool(_ITEM_OPENS.search(before)) and (is_surname(token.text) or before.rstrip().endswith((";", ":")))

    def _titled(self, first: int) -> int:
        """Rank or address, perhaps several ("Đồng chí Đại tá"), then a name."""
        keys, reach, tokens = self.context.keys, self.context.reach, self.context.tokens
        i, rank, has_rank, degrees_at = first, "", False, -1
        while i < len(tokens):
            taken, kinds = _titles().longest(keys, i, reach[i] if i == first else min(i + 6, len(tokens)))
            if not taken or kinds[0].endswith("plural") or (i > first and tokens[i].start - tokens[i - 1].end > 2):
                break
            if not has_rank or kinds[0] == "rank":
                opens = degrees_at if kinds[0] == "degree" and degrees_at >= 0 else i
                rank = self.context.text[tokens[opens].start : tokens[i + taken - 1].end]
                has_rank, degrees_at = kinds[0] == "rank", opens if kinds[0] in ("degree", "title") else -1
            i += taken
        if (
            i >= len(tokens)
            or tokens[i].start - tokens[i - 1].end > 2
            or "\n" in self.context.text[tokens[i - 1].end : tokens[i].start]
        ):
            return max(i, first + 1)
        end = name_end(self.context, i, _stops())
        end = max(end, self._foreign_end(i)) if has_rank else end
        if end == i:
            taken, _ = post_words().longest(keys, i, reach[i])
            return self._posted(i, i + taken, rank, has_rank) if taken else max(i, first + 1)
        return self._person(first, i, end, " ".join(rank.split()), has_rank)

    def _foreign_end(self, i: int) -> int:
        """A name partly in small letters ("Hiêm xay Nha Lat"), told by the rank before it and the post behind it."""
        match = _PARTLY_SMALL.match(self.context.text, self.context.tokens[i].start)
        if match is None:
            return i
        separator = _SEPARATOR.match(self.context.text, match.end())
        is_followed = separator is not None and _post_at(self.context, separator.end()) is not None
        return self.context.token_at(match.end()) if is_followed else i

    def _named(self, first: int, i: int, rank: str, has_rank: bool) -> int:
        end = name_end(self.context, i, _stops())
        return self._person(first, i, end, rank, has_rank) if end > i else i + 1

    def _posted(self, first: int, i: int, rank: str = "", has_rank: bool = False) -> int:
        """A post followed by a name in the same breath: "Phó Chánh án TAND huyện Lê Quang Khanh"."""
        tokens = self.context.tokens
        for at in range(i, min(i + _LONGEST_POST, len(tokens))):
            gap = self.context.text[tokens[at - 1].end : tokens[at].start]
            if gap.strip(" -–/"):
                break
            if _POST_ENDS.match(self.context.text, tokens[at].start):
                break
            if (
                is_surname(tokens[at].text)
                and not known_at(self.context, at)
                and not _is_inside_place(self.context, at)
            ):
                end = name_end(self.context, at, _stops())
                if at < end and end - at <= 4 and not _names_place_kind(self.context, at):
                    return self._person(first, at, end, rank, has_rank)
        return i

    def _person(self, first: int, at: int, end: int, rank: str, has_rank: bool) -> int:
        tokens, text = self.context.tokens, self.context.text
        name_span = Span(tokens[at].start, tokens[end - 1].end)
        if _NO_OFFICIAL.match(text, name_span.end):
            return end
        after, stop = _posts_after(self.context, name_span.end)
        before = _posts_before(self.context, tokens[first].start, self.people[-1].end if self.people else 0)
        between: tuple[Span, ...] = ()
        if first < at and not has_rank and not rank:
            between = (Span(tokens[first].start, tokens[at].start),)
        if first < at and rank and not between:
            between = _post_between(self.context, first, at)
        shared = self.list_posts if tokens[at].start < self.list_end else ()
        if not rank and not before and not between and not after and not shared:
            return end
        rank, has_rank, after = _rank_behind(self.context, rank, has_rank, after)
        spans = (*shared, *before, *between, *after)
        posts = tuple(dict.fromkeys(_tidy(span.of(text)) for span in spans))
        start = min([tokens[first].start, *(span.start for span in before)])
        name = " ".join(name_span.of(text).split())
        posts = tuple(post for post in posts if post)
        self.people.append(Person(name, rank, posts, name_span, start, stop, has_rank, spans))
        return self.context.token_at(stop) if stop > name_span.end else end


_PARTLY_SMALL = re.compile(r"[^\W\d_a-z][^\W\d_]*(?: [^\W\d_]{1,8}){1,4}(?= ?[-–—,])")
_ITEM_OPENS = re.compile(r"[;:,]\s*$|\b(?:và|cùng)\s+$")
_LONGEST_POST = 16
_NO_OFFICIAL = re.compile(
    r" ?\((?:SN|sinh|\d\d? tuổi|\d{4}|trú|ngụ|quê)|, (?:SN|sinh năm|\d\d? tuổi|trú tại|ngụ tại|quê (?:ở|quán))",
    re.IGNORECASE,
)


def _is_inside_place(context: Context, at: int) -> bool:
    """Whether the word stands within the name of a place: the Tàu of "Bà Rịa - Vũng Tàu"."""
    return any(
        at - n >= 0 and (mention := known_at(context, at - n)) is not None and mention.last > at for n in (1, 2, 3)
    )


def _names_place_kind(context: Context, at: int) -> bool:
    """ "Công an huyện Lê Chân": behind a word for a kind of place, a person's name has three syllables."""
    if at == 0 or context.keys[at - 1] not in _PLACE_KEYS:
        return False
    return name_end(context, at, _stops()) - at < 3


_PLACE_KEYS = frozenset(keys_of("tỉnh huyện quận xã phường phố"))


# ---------------------------------------------------------------- posts

_POST_ENDS = re.compile(
    r"(?:chủ trì|đồng chủ trì|dự|tham dự|cùng dự|đến dự|tới dự|phát biểu|cho biết|cho rằng|nhấn mạnh|đề nghị|yêu cầu"
    r"|khẳng định|đánh giá|đã|vừa|sẽ"
    r"|tặng|trao|ký|trình bày|làm|dẫn đầu|kết luận|thay mặt|tới|đến|nêu|tại|là|báo cáo|chỉ đạo|ghi nhận|biểu dương"
    r"|bày tỏ|điều hành|khai mạc"
    r"|tiếp|thông tin|trả lời|kiểm tra|thăm|chúc|cảm ơn|mong|hoan nghênh|thống nhất|chia sẻ|cùng|được|có|đọc"
    r"|quán triệt|thông báo|nói|nhận định"
    r"|đại diện|tham luận|bế mạc|đánh trống|giao|triển khai|gợi ý|trong|với|về dự|về thăm|đề xuất|kiến nghị|phổ biến"
    r"|cam kết|bàn giao|động viên|cho hay|kể|phản ánh|tâm sự|hứa"
    r"|hướng dẫn|đưa|mở đầu|ra|xác nhận|lưu ý|thừa nhận|gửi|đón|tham gia|tuyên bố|phân tích|chứng kiến|chủ tọa|chỉ rõ"
    r"|chỉ ra|thay)(?!\w)"
)
_POST_CHARACTERS = re.compile(r"(?:[^,;:.!?…“”\"\n()–]|(?<=\bTP)\.|(?<=\bTp)\.|\.(?=\w)){0,200}")
_SEPARATOR = re.compile(r" ?, ?| ?[-–—] ?| ?\( ?| là | hiện là |: (?=[A-ZĐ])")
_NEXT_POST = re.compile(r" ?, ?| ?[-–—] ?| kiêm ")
_BRACKET = re.compile(r" ?\([^()\n]{3,60}\)")


def _posts_after(context: Context, at: int) -> tuple[tuple[Span, ...], int]:
    """The posts behind a name, and where they end."""
    separator = _SEPARATOR.match(context.text, at)
    spans: list[Span] = []
    end = at
    while separator:
        post = _post_at(context, separator.end())
        if post is None:
            break
        spans.append(post)
        end = post.end
        separator = _NEXT_POST.match(context.text, end)
    if spans and context.text[end : end + 1] == ")":
        end += 1
    return tuple(spans), end


def _post_at(context: Context, at: int) -> Span | None:
    """The post that begins at an offset: a head word and what it is head of, up to a comma, a verb or a new person."""
    i = context.token_at(at)
    if i >= len(context.tokens) or context.tokens[i].start != at:
        return None
    taken, _ = post_words().longest(context.keys, i, min(i + 8, len(context.tokens)))
    title, kinds = _titles().longest(context.keys, i, min(i + 4, len(context.tokens)))
    is_rank_alone = title and kinds[0] == "rank" and _NEXT_POST.match(context.text, context.tokens[i + title - 1].end)
    if not taken and not is_rank_alone:
        return None
    limit = _POST_CHARACTERS.match(context.text, at).end()  # type: ignore[union-attr]  # matches the empty string too
    last = i + (taken or title)
    while last < len(context.tokens) and context.tokens[last].start < limit and not _post_is_over(context, last):
        last += 1
    end = context.tokens[last - 1].end
    bracket = _BRACKET.match(context.text, end)
    return Span(at, bracket.end() if bracket and end == limit.real - (limit - end) else end)


def _post_is_over(context: Context, i: int) -> bool:
    token = context.tokens[i]
    gap = context.text[context.tokens[i - 1].end : token.start]
    if (
        gap == "-"
        and token.text[0].isupper()
        and post_words().longest(context.keys, i, min(i + 6, len(context.tokens)))[0]
    ):
        return True
    if token.text[0].islower() and _POST_ENDS.match(context.text, token.start):
        return True
    return token.text.lower() in ("và", "cùng", "kiêm") and _opens_person_or_post(context, i + 1)


def _opens_person_or_post(context: Context, i: int) -> bool:
    if i >= len(context.tokens):
        return False
    end = min(i + 8, len(context.tokens))
    if _titles().longest(context.keys, i, end)[0] or post_words().longest(context.keys, i, end)[0]:
        return True
    return is_surname(context.tokens[i].text) and name_end(context, i, _stops()) >= i + 3


_BEFORE_RANK = re.compile(r"[^;:.!?“”\"\n()]*$")


def _posts_before(context: Context, at: int, free_from: int) -> tuple[Span, ...]:
    """Posts that stand before rank and name: "Ủy viên Bộ Chính trị, Phó Thủ tướng" + "Trương Hòa Bình"."""
    sentence = context.sentence_at(at)
    start = max(sentence.start, free_from, at - 200)
    clause = _BEFORE_RANK.search(context.text[start:at])
    if clause is None:
        return ()
    spans: list[Span] = []
    end = at
    pieces = [piece for piece in re.finditer(r"[^,]+", clause[0]) if piece[0].strip()]
    for piece in reversed(pieces):
        left = start + clause.start() + piece.start()
        post = _post_within(context, left, end)
        if post is None:
            break
        spans.insert(0, post)
        end = left
        if post.start > left + len(piece[0]) - len(piece[0].lstrip()):
            break
    return tuple(spans)


def _post_within(context: Context, start: int, end: int) -> Span | None:
    """The post that ends a clause piece, right before `end`."""
    first, last = context.token_at(start), context.token_at(end)
    for i in range(max(first, last - _LONGEST_POST), last):
        taken, kinds = post_words().longest(context.keys, i, last)
        if not taken or ("head" not in kinds and i + taken == last):
            continue
        if any(_post_is_over(context, j) for j in range(i + taken, last)):
            continue
        if last < len(context.tokens) and context.text[context.tokens[last - 1].end : end].strip(" ,–-"):
            return None
        return Span(context.tokens[i].start, context.tokens[last - 1].end)
    return None


def _post_between(context: Context, first: int, at: int) -> tuple[Span, ...]:
    """The post between address and name: "đồng chí Bí thư Huyện ủy Nguyễn Văn A"."""
    for i in range(first, at):
        if post_words().longest(context.keys, i, at)[0]:
            return (Span(context.tokens[i].start, context.tokens[at - 1].end),)
    return ()


def _rank_behind(
    context: Context, rank: str, has_rank: bool, posts: tuple[Span, ...]
) -> tuple[str, bool, tuple[Span, ...]]:
    """A rank printed behind the name counts as the rank: "đồng chí A, Đại tá, Giám đốc ..."."""
    kept = []
    for span in posts:
        i = context.token_at(span.start)
        taken, kinds = _titles().longest(context.keys, i, min(i + 4, len(context.tokens)))
        if taken and kinds[0] == "rank" and context.tokens[i + taken - 1].end == span.end:
            rank, has_rank = (rank, has_rank) if has_rank else (span.of(context.text), True)
        else:
            kept.append(span)
    return rank, has_rank, tuple(kept)


def _tidy(post: str) -> str:
    post = " ".join(post.split()).strip(" ,;:-–")
    return post + ")" if post.count("(") > post.count(")") else post


# ---------------------------------------------------------------- facts


def find_people(context: Context) -> tuple[Person, ...]:
    """Every mention of a person with rank, address or post, in order."""
    return _Reader(context).read()


def find_officials(context: Context, people: tuple[Person, ...]) -> tuple[OfficialFact, ...]:
    """One fact a person: the first rank printed, and every post printed anywhere in the article."""
    groups: dict[str, list[Person]] = {}
    for person in people:
        groups.setdefault(person.name.casefold(), []).append(person)
    return tuple(_fact(context, group) for group in groups.values())


def _fact(context: Context, group: list[Person]) -> OfficialFact:
    ranked = next((p for p in group if p.has_rank), next((p for p in group if p.rank), group[0]))
    posts: list[str] = []
    for post in sorted((post for person in group for post in person.posts), key=len, reverse=True):
        if not any(post.casefold() in longer.casefold() for longer in posts):
            posts.append(post)
    order = [post for person in group for post in person.posts]
    posts.sort(key=order.index)
    first = group[0]
    evidence = context.evidence(first.name_span.start, first.name_span.end, "person-grammar", _confidence(group))
    return OfficialFact(ranked_name(group), ranked.rank, tuple(posts), _role(context, group), evidence)


def ranked_name(group: list[Person]) -> str:
    return group[0].name


def _confidence(group: list[Person]) -> float:
    best = max(bool(p.has_rank) + bool(p.posts) + bool(p.rank) for p in group)
    return {3: 0.98, 2: 0.96, 1: 0.85}.get(best, 0.7)


_ROLES = (
    ("chaired", re.compile(r"\b(?:chủ trì|chủ tọa|điều hành)\b", re.IGNORECASE)),
    (
        "spoke",
        re.compile(
            r"\b(?:phát biểu|nhấn mạnh|đề nghị|yêu cầu|khẳng định|cho biết|kết luận|báo cáo|trình bày|cho rằng"
            r"|ghi nhận|chỉ đạo)\b",
            re.IGNORECASE,
        ),
    ),
    ("signed", re.compile(r"\bký\b", re.IGNORECASE)),
    ("attended", re.compile(r"\b(?:dự|tham gia|có mặt|chứng kiến|đại biểu)\b", re.IGNORECASE)),
)


def _role(context: Context, group: list[Person]) -> str:
    found = {role for person in group for role in _roles_of(context, person)}
    return next((role for role, _ in _ROLES if role in found), "mentioned")


def _roles_of(context: Context, person: Person) -> Iterator[str]:
    sentence = context.sentence_at(person.name_span.start)
    before = context.text[max(sentence.start, person.start - 60) : person.start]
    after = context.text[person.end : min(sentence.end, person.end + 200)]
    for role, pattern in _ROLES:
        near = after[:40] if role in ("spoke", "signed") else after
        if pattern.search(near) or pattern.search(before):
            yield role
