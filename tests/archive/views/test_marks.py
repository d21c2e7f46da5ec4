import time
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from archive.views.marks import Piece, mark


@dataclass(frozen=True)
class Fact:
    anchor: str
    kind: str
    start: int
    end: int


TEXT = "Công an tỉnh Bình Phước họp"


def pieces(*facts, end=None):
    return next(mark(TEXT, [(0, end or len(TEXT))], facts))


def test_text_without_facts_is_one_plain_piece():
    assert pieces() == [Piece(TEXT)]


def test_a_fact_becomes_a_piece_that_leads_to_it():
    first, second = pieces(Fact("agency-1", "agency", 0, 23))
    assert first == Piece("Công an tỉnh Bình Phước", ("agency",), "agency-1", ("agency-1",))
    assert second == Piece(" họp")


def test_of_nested_facts_the_innermost_is_the_target_and_both_kinds_show():
    before, inner, after = pieces(Fact("agency-1", "agency", 0, 23), Fact("place-2", "place", 13, 23))[:3]
    assert (before.target, before.kinds) == ("agency-1", ("agency",))
    assert (inner.text, inner.target, inner.kinds) == ("Bình Phước", "place-2", ("agency", "place"))
    assert after == Piece(" họp")


def test_facts_that_cross_are_cut_where_they_cross():
    left, both, right = pieces(Fact("a-1", "a", 0, 12), Fact("b-2", "b", 8, 23))[:3]
    assert (left.text, both.text, right.text) == ("Công an ", "tỉnh", " Bình Phước")
    assert (left.target, both.target, right.target) == ("a-1", "b-2", "b-2")
    assert (left.kinds, both.kinds, right.kinds) == (("a",), ("a", "b"), ("b",))


def test_an_outer_fact_is_the_target_again_where_the_inner_one_ends():
    targets = [piece.target for piece in pieces(Fact("a-1", "a", 0, 23), Fact("b-2", "b", 8, 12))]
    assert targets == ["a-1", "b-2", "a-1", ""]


def test_every_fact_begins_in_exactly_one_piece():
    same = [Fact("a-1", "a", 0, 7), Fact("b-2", "b", 0, 7), Fact("c-3", "c", 8, 12)]
    begins = [anchor for piece in pieces(*same) for anchor in piece.begins]
    assert begins == ["a-1", "b-2", "c-3"]


def test_a_fact_that_leaves_its_passage_is_cut_off_there():
    (only,) = pieces(Fact("a-1", "a", 0, 27), end=7)
    assert (only.text, only.target) == ("Công an", "a-1")


def test_a_fact_of_another_passage_is_left_out():
    assert pieces(Fact("a-1", "a", 20, 23), end=7) == [Piece("Công an")]


spans = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 12)).map(lambda pair: (pair[0], sum(pair)))


@given(st.lists(spans, max_size=12))
def test_pieces_join_to_the_text_and_know_what_covers_them(found):
    facts = [Fact(f"{'abc'[i % 3]}-{i}", "abc"[i % 3], start, end) for i, (start, end) in enumerate(found)]
    position = 0
    for piece in pieces(*facts):
        covering = [fact for fact in facts if fact.start <= position < fact.end]
        assert set(piece.kinds) == {fact.kind for fact in covering}
        assert (piece.target in {fact.anchor for fact in covering}) if covering else piece.target == ""
        position += len(piece.text)
    assert position == len(TEXT)


def seconds(count):
    text = "x" * count * 4
    facts = [Fact(f"a-{i}", "ab"[i % 2], i, len(text) - i) for i in range(count)]
    started = time.process_time()
    list(mark(text, [(0, len(text))], facts))
    return time.process_time() - started


def test_four_times_as_many_nested_facts_take_about_four_times_as_long():
    assert any(seconds(8_000) < 10 * seconds(2_000) for _attempt in range(5))
