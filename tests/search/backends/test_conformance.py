"""What every engine must do alike: the same hits, the same order, the same errors."""

import random
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal

import pytest
from haystack.query import SQ

from archive import bells
from search.backends import ENGINES
from search.backends.base import Backend, Query
from search.backends.generations import Shelf
from search.backends.plan import Codes, Phrase, Syllable, Word
from search.errors import IndexUnavailable, QueryTooExpensive, UnknownCondition
from search.query.ast import Near

from .conftest import TEXTS, backend_of, commit, corpus, entry, filled


def hits(backend: Backend, tree: SQ) -> set[int]:
    return set(backend.matching(tree))


def ordered(backend: Backend, tree: SQ, **options: object) -> list[int]:
    return [result.pk for result in backend.search(tree, **options)["results"]]


ALL = SQ()
MATCHES = {
    "syllables in any order": (SQ(content__all="an ninh biên giới"), {1}),
    "an is no stop word": (SQ(content__all="an"), {1, 2, 6, 7}),
    "a single vowel": (SQ(content__all="ý"), {4}),
    "a bare syllable as it stands": (SQ(content__exact="hai luc"), set()),
    "bare and marked syllables as they stand": (SQ(content__exact="hai lực lượng"), {1}),
    "tone placement": (SQ(content__all="ma túy"), {4, 5}),
    "the other tone placement": (SQ(content__all="ma tuý"), {4, 5}),
    "i and y": (SQ(content__all="kĩ năng"), {4, 5}),
    "upper case": (SQ(content__all="HẢI QUAN"), {2}),
    "decomposed letters": (SQ(content__all=unicodedata.normalize("NFD", "biên phòng")), {1}),
    "marks tell words apart": (SQ(content__all="hải quân"), {3}),
    "without marks": (SQ(content__all="hai quan"), {2, 3}),
    "half with marks": (SQ(content__all="hai quân"), {3}),
    "without marks, also what was printed so": (SQ(content__all="bien phong"), {1, 6}),
    "đ is d when folded": (SQ(content__all="bo doi"), {1, 6}),
    "names count": (SQ(content__all="tên riêng"), {1}),
    "a whole document number": (SQ(content__all="133/2002/QĐ-TTg"), {2, 5}),
    "number and year": (SQ(content__all="133/2002"), {2, 5}),
    "the number alone": (SQ(content__all="133"), {2, 5}),
    "type and number": (SQ(content__all="QĐ 133"), {2}),
    "a number with a space in it": (SQ(content__all="77/2010/NĐ-CP"), {3}),
    "a figure with its point": (SQ(content__all="6328"), {2}),
    "nothing to look for": (SQ(content__all="?!"), set()),
    "any syllable": (SQ(content__any="kiểm lâm mặt trăng"), {7, 8, 9}),
    "title only": (SQ(title__all="phối hợp"), {2}),
    "title without marks": (SQ(title__all="phoi hop"), {2}),
    "phrase": (SQ(content__phrase="phối hợp"), {1, 2, 3}),
    "phrase across a comma": (SQ(content__phrase="an ninh trật tự"), {1}),
    "phrase without marks": (SQ(content__phrase="an ninh trat tu"), {1, 6}),
    "phrase half with marks": (SQ(content__phrase="an ninh trật tu"), {1}),
    "phrase in order": (SQ(content__phrase="ninh an"), set()),
    "no phrase from the title into the text": (SQ(content__phrase="công an tỉnh hai lực"), set()),
    "no phrase from name to name": (SQ(content__phrase="tên riêng"), set()),
    "phrase of one syllable": (SQ(content__phrase="rừng"), {7}),
    "phrase in the title": (SQ(title__phrase="phòng chống ma túy"), {4, 5}),
    "phrase of figures": (SQ(figures__phrase="bao thuốc lá"), {2}),
    "figures": (SQ(figures__all="phần trăm"), {4}),
    "prefix": (SQ(content__prefix="ngh"), {3, 4, 5, 7}),
    "prefix with marks": (SQ(content__prefix="nghiệ"), {4, 5, 7}),
    "prefix with a tone": (SQ(content__prefix="phố"), {1, 2, 3, 7}),
    "prefix y stands for i": (SQ(content__prefix="ky"), {4, 5}),
    "words before a prefix": (SQ(content__prefix="hải qu"), {2, 3}),
    "prefix of a number": (SQ(content__prefix="63"), {2}),
    "near": (SQ(content__near=Near("phối hợp", "an ninh", 2)), {1}),
    "near, the other way round": (SQ(content__near=Near("an ninh", "phối hợp", 2)), {1}),
    "near without marks": (SQ(content__near=Near("phoi hop", "an ninh", 5)), {1, 6}),
    "not so near": (SQ(content__near=Near("phối hợp", "an ninh", 1)), set()),
    "near itself is not near": (SQ(content__near=Near("giao ban", "giao ban", 5)), set()),
    "code": (SQ(agency__exact="cong-an"), {1, 2}),
    "codes": (SQ(agency__in=["hai-quan", "bo-doi-bien-phong"]), {1, 2}),
    "no codes": (SQ(agency__in=[]), set()),
    "codes that are weighed": (SQ(agency__weighed=["hải quan", "cong-an"]) | SQ(content__all="kĩ năng"), {1, 2, 4, 5}),
    "no codes that are weighed": (SQ(agency__weighed=[]), set()),
    "code with a comma": (SQ(agency__exact="cong-an, tổng cục"), {4}),
    "code with spaces": (SQ(outlet__exact="Báo Biển, số 3@1"), {3}),
    "part of a code": (SQ(outlet__exact="Báo"), set()),
    "keys": (SQ(pk__in=[2, 7, 99]), {2, 7}),
    "all but one key": (SQ(content__all="hải quan") & ~SQ(pk__exact=2), set()),
    "no keys": (SQ(pk__in=[]), set()),
    "year as a number": (SQ(year__in=[2019, 2021]), {1, 2, 5}),
    "dates": (SQ(dated_on__range=("2019-05-02", "2020")), {1, 2, 3}),
    "dates from, without those of an unknown year": (SQ(dated_on__range=("2020-02", None)), {4, 5}),
    "dates to": (SQ(dated_on__range=(None, "2019-05-02")), {1, 8, 9}),
    "meeting dates": (SQ(meeting_on__range=("2019", "2021-12-31")), {1, 3, 5, 9}),
    "values": (SQ(figure__range=(Decimal("3.2"), Decimal(10))), {4, 5}),
    "values from": (SQ(figure__range=(Decimal(6328), None)), {2, 5}),
    "and": (SQ(content__all="phối hợp") & SQ(agency__exact="cong-an"), {1, 2}),
    "or": (SQ(content__all="hải quan") | SQ(content__all="hải quân"), {2, 3}),
    "not": (SQ(content__all="phối hợp") & ~SQ(content__all="hải quan"), {1, 3, 7}),
    "not alone": (~SQ(content__all="an"), {3, 4, 5, 8, 9}),
    "not of a group": (SQ(content__all="an") & ~(SQ(agency__exact="cong-an") | SQ(content__all="rung")), {6}),
    "everything": (ALL, set(TEXTS)),
}


@pytest.mark.parametrize("name", MATCHES)
def test_hits(searched, name):
    tree, expected = MATCHES[name]
    assert hits(searched, tree) == expected
    assert set(ordered(searched, tree)) == expected
    assert searched.search(tree, end_offset=1)["hits"] == len(expected)


@pytest.mark.parametrize("name", MATCHES)
def test_whether_there_are_hits(searched, name):
    tree, expected = MATCHES[name]
    assert searched.has(tree) is bool(expected)


HOSTILE = [
    "*", "?*", "*ng*", "công~9", "[a TO z]", "((((", ")))", '"', "'", "\\", "AND OR NOT", "a:b", "content:x", "^5", "~",
    "¶", "|", "=", "_", "a_b", "~a", "a=b", "\x00", "\ud800", "﷽", "🙂", "İ", "ß", "ﬁ", "\u202eabc", "a" * 10_000,
    "\u0301" * 500, "a" + "\u0301" * 500, "'; drop table x; --", "<script>", "%s%n", "{{7*7}}", "０１２", "½", "①",
]  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE, ids=ascii)
@pytest.mark.parametrize("lookup", ["content__all", "content__any", "content__phrase", "content__prefix", "title__all"])
def test_hostile_text_is_only_text(searched, value, lookup):
    try:
        assert hits(searched, SQ(**{lookup: value})) <= set(TEXTS)
    except QueryTooExpensive:
        assert lookup == "content__prefix"


@pytest.mark.parametrize("value", HOSTILE, ids=ascii)
def test_hostile_codes_match_nothing(searched, value):
    assert not hits(searched, SQ(agency__exact=value))


def test_ten_thousand_words(searched):
    assert hits(searched, SQ(content__any=" ".join(f"từ{number}" for number in range(10_000)))) == set()


@pytest.mark.parametrize(
    "tree", [SQ(nothing__all="x"), SQ(content__fuzzy="x"), SQ(agency__all="x"), SQ(dated_on__range=("x", None))]
)
def test_an_unknown_condition_is_an_error(searched, tree):
    with pytest.raises(UnknownCondition):
        searched.matching(tree)


def test_an_order_nobody_knows_is_an_error(searched):
    with pytest.raises(UnknownCondition):
        searched.search(ALL, sort_by=["title"])


def test_threads_do_not_disturb_each_other(engine, tmp_path):
    backend = filled(engine, tmp_path, corpus())
    trees = [(tree, expected) for tree, expected in MATCHES.values()] * 3
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda tree: hits(backend, tree), [tree for tree, _expected in trees]))
    assert found == [expected for _tree, expected in trees]


def test_newest_first_and_undated_last(searched):
    assert ordered(searched, ALL, sort_by=["-dated_on"]) == [5, 4, 3, 2, 1, 9, 8, 7, 6]


def test_oldest_first_and_undated_last(searched):
    assert ordered(searched, ALL, sort_by=["dated_on"]) == [8, 9, 1, 2, 3, 4, 5, 7, 6]


def test_ties_come_newest_first(searched):
    assert ordered(searched, SQ(content__all="họp mặt")) == [9, 8]


@pytest.mark.parametrize("start", range(10))
@pytest.mark.parametrize("length", [1, 3, 7])
def test_any_slice_is_that_slice(searched, start, length):
    tree = SQ(content__any="phối hợp công an hải quan họp giao ban")
    whole = ordered(searched, tree)
    assert ordered(searched, tree, start_offset=start, end_offset=start + length) == whole[start : start + length]


def test_exact_spelling_comes_before_folded(searched):
    assert ordered(searched, SQ(content__any="bộ đội biên phòng"))[0] == 1


def test_side_by_side_comes_before_scattered(searched):
    assert ordered(searched, SQ(content__all="phối hợp"))[-1] == 7


def test_words_weigh_more_than_chance_neighbours(engine, tmp_path):
    text = "Lực lượng kiểm lâm giữ rừng"
    backend = filled(
        engine, tmp_path, [entry(11, "", text), entry(10, "", text, segmented="Lực_lượng kiểm_lâm giữ rừng")]
    )
    assert ordered(backend, SQ(content__all="kiểm lâm")) == [10, 11]


def test_the_title_weighs_more_than_the_text(engine, tmp_path):
    entries = [entry(10, "Tuần tra rừng", "biển đảo"), entry(11, "Biển đảo", "tuần tra rừng")]
    assert ordered(filled(engine, tmp_path, entries), SQ(content__all="rừng")) == [10, 11]


def test_a_condition_without_words_has_no_score(searched):
    results = searched.search(SQ(agency__exact="cong-an"))["results"]
    assert [(result.pk, result.score) for result in results] == [(2, 0.0), (1, 0.0)]


def test_a_weighed_code_gives_the_more_the_fewer_have_it(searched):
    tree = SQ(agency__weighed=["cong-an"]) | SQ(agency__weighed=["hai-quan", "nobody"]) | SQ(content__all="hải quân")
    assert ordered(searched, tree) == [3, 2, 1]
    parts = {part.term: (part.score, having) for part, having in searched.explain(tree, 2)}
    few, many = parts[Codes(("agency=hai-quan", "agency=nobody"))], parts[Codes(("agency=cong-an",))]
    assert (few[1], many[1]) == (1, 2)
    assert few[0] > many[0] > 0
    alone = searched.search(SQ(agency__weighed=["cong-an"]))["results"]
    assert [(result.pk, result.score) for result in alone] == [(pk, pytest.approx(many[0], abs=0.002)) for pk in (2, 1)]


def test_any_of_several_weighed_codes_counts_once(searched):
    both = searched.search(SQ(agency__weighed=["cong-an", "hai-quan"]))["results"]
    assert [result.pk for result in both] == [2, 1]
    assert both[0].score == both[1].score > 0


def test_results_are_haystacks(searched):
    result = searched.search(SQ(content__all="kiểm lâm"))["results"][0]
    assert (result.app_label, result.model_name, result.pk) == ("archive", "report", 7)


def test_the_parts_of_a_score_add_up(searched):
    tree = SQ(content__all="phối hợp công an")
    best = searched.search(tree)["results"][0]
    told = searched.explain(tree, best.pk)
    assert sum(part.score for part, _having in told) == pytest.approx(best.score, abs=0.002)
    assert [part.score for part, _having in told] == sorted((part.score for part, _having in told), reverse=True)
    pair = Phrase("content", (Syllable("content", "phOiS", True), Syllable("content", "hQpJ", True)))
    assert pair in {part.term for part, _having in told}
    assert all(having == searched.reader().having(part.term) for part, having in told)


def test_terms_are_counted_by_the_documents_that_hold_them(searched):
    reader = searched.reader()
    left, right = Syllable("content", "phOiS", True), Syllable("content", "hQpJ", True)
    bare = Syllable("content", "hop", False)
    terms = [left, bare, Phrase("content", (left, right)), Phrase("content", (left, bare)), Word("phOiS_hQpJ")]
    assert [reader.having(term) for term in terms] == [4, 7, 3, 3, 0]


def test_exclude_negates_only_what_it_names(searched):
    query = Query.__new__(Query)
    query.query_filter = SQ()
    query.add_filter(SQ(content__all="phối hợp"))
    query.add_filter(~SQ(content__all="hải quan"))
    query.add_filter(SQ(content__all="rừng"), use_or=True)
    assert hits(searched, query.build_query()) == {1, 3, 7}


def test_a_document_is_replaced_not_doubled(engine, tmp_path):
    backend = filled(engine, tmp_path, corpus())
    commit(backend, [entry(7, "Khác hẳn", "Không còn gì", revision=2)])
    assert hits(backend, SQ(content__all="kiểm lâm")) == set()
    assert hits(backend, SQ(content__all="khác hẳn")) == {7}
    assert backend.reader().revisions() == {**dict.fromkeys(TEXTS, 1), 7: 2}


def test_a_document_is_taken_out(engine, tmp_path):
    backend = filled(engine, tmp_path, corpus())
    commit(backend, [], [2, 3, 99])
    assert hits(backend, SQ(content__all="phối hợp")) == {1, 7}
    assert hits(backend, ~SQ(content__all="phối hợp")) == {4, 5, 6, 8, 9}
    assert backend.reader().count() == len(TEXTS) - 2


def test_haystack_removes(engine, tmp_path):
    backend = filled(engine, tmp_path, corpus())
    backend.remove("archive.report.2")
    assert 2 not in hits(backend, ALL)


def test_an_empty_index_answers(engine, tmp_path):
    backend = filled(engine, tmp_path, [])
    assert backend.search(SQ(content__all="công an")) == {"results": [], "hits": 0}


def test_many_small_commits_make_one_index(engine, tmp_path):
    backend = filled(engine, tmp_path, [])
    for number in range(1, 41):
        commit(backend, [entry(100 + number, f"Bài {number}", "Công an phối hợp")])
    commit(backend, [entry(101, "Bài mới", "Công an phối hợp", revision=2)], [102])
    assert len(hits(backend, SQ(content__phrase="công an phối hợp"))) == 39
    assert backend.reader().revisions()[101] == 2


def test_a_reader_sees_the_next_commit(engine, tmp_path):
    backend = filled(engine, tmp_path, corpus())
    assert hits(backend, SQ(content__all="vừa thêm")) == set()
    commit(backend, [entry(50, "Vừa thêm", "")])
    assert hits(backend, SQ(content__all="vừa thêm")) == {50}


def test_without_an_index_search_says_so(engine, tmp_path):
    with pytest.raises(IndexUnavailable):
        backend_of(engine, tmp_path).search(ALL)


def test_searching_without_an_index_asks_for_one_once_in_a_while(engine, tmp_path, monkeypatch):
    rung = []
    monkeypatch.setattr(bells, "ring", rung.append)
    backend = backend_of(engine, tmp_path)
    for _person in range(3):
        with pytest.raises(IndexUnavailable):
            backend.search(ALL)
    assert rung == [bells.INDEX]


def test_a_lost_index_says_so(engine, tmp_path):
    backend = filled(engine, tmp_path, corpus())
    shelf: Shelf = backend.shelf
    generation = shelf.current()
    assert generation is not None
    for file in generation.files.iterdir():
        file.unlink()
    with pytest.raises(IndexUnavailable):
        backend_of(engine, tmp_path).search(ALL)


SYLLABLES = "công an phối hợp hải quan hai quân biên phòng an ninh trật tự bien phong 133/2002 ký kỹ kĩ"


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """Two hundred documents of few syllables, which therefore share much, in both engines."""
    draw = random.Random(5)
    folder = tmp_path_factory.mktemp("both")
    entries = [_drawn(draw, pk) for pk in range(1, 201)]
    return [filled(engine, folder, entries) for engine in ENGINES]


def _drawn(draw, pk):
    syllables = SYLLABLES.split()
    title, text = draw.choices(syllables, k=4), draw.choices(syllables, k=draw.randrange(5, 120))
    segmented = "".join(f"{syllable}{draw.choice('_  ')}" for syllable in [*title, *text])
    drawn = entry(pk, " ".join(title), " ".join(text), segmented=segmented.replace("_ ", " "))
    return replace(drawn, codes=tuple(f"agency={code}" for code in "abc" if draw.random() < 0.3))


TREES = [
    *(tree for tree, _expected in MATCHES.values()),
    SQ(content__any="công an phối hợp"),
    SQ(content__any="cong an phoi hop voi hai quan"),
    SQ(content__all="hai quan biên phong"),
    SQ(content__phrase="an ninh trat tự"),
    SQ(content__phrase="hai quan biên") | SQ(title__all="kỹ"),
    SQ(content__near=Near("phối hợp", "bien phong", 4)),
    SQ(content__prefix="p") & ~SQ(title__phrase="an ninh"),
    SQ(content__any="công an") & (SQ(agency__weighed=["a", "b"]) | SQ(content__all="kỹ")),
]


@pytest.mark.parametrize("tree", TREES, ids=str)
@pytest.mark.parametrize("order", ["-score", "-dated_on", "dated_on"])
def test_engines_agree_on_hits_order_and_scores(both, tree, order):
    first, second = (backend.search(tree, sort_by=[order])["results"] for backend in both)
    assert [result.pk for result in first] == [result.pk for result in second]
    assert [result.score for result in first] == pytest.approx([result.score for result in second], abs=0.002)


@pytest.mark.parametrize("tree", TREES, ids=str)
def test_engines_agree_on_facets(both, tree):
    """Facets are counted from the matching keys, so these must be the same."""
    first, second = (sorted(backend.matching(tree)) for backend in both)
    assert first == second
