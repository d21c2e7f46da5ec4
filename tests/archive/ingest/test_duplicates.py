"""Near-duplicates: one article within another, whatever its length."""

import random
from collections import Counter

import pytest

from archive.ingest import duplicates
from archive.ingest.duplicates import NEAR, containment, shingles_of, sketch_of
from archive.models import Report, SketchHash
from tests.archive.ingest.conftest import ARTICLE, BODY, END, LEAD, TITLE, ingest

SYLLABLES = ["công", "an", "bộ", "đội", "biên", "phòng", "giao", "ban", "phối", "hợp", "tuần", "tra", "ma", "túy", "vụ"]


def article(seed: int, syllables: int = 500) -> str:
    random_one = random.Random(seed)
    words = [f"{random_one.choice(SYLLABLES)}{random_one.randrange(40)}" for _ in range(syllables)]
    return " ".join(words)


def test_containment_is_of_the_smaller_in_the_larger():
    long = article(1)
    lead = " ".join(long.split()[:60])
    assert containment(shingles_of(lead), shingles_of(long)) == 1.0
    assert containment(shingles_of(long), shingles_of(lead)) == 1.0
    assert containment(shingles_of(long), shingles_of(article(2))) < 0.1


def test_spelling_of_tones_case_and_punctuation_make_no_difference():
    assert shingles_of("Bắt vụ ma tuý, tại Hoà Bình – 14 vụ") == shingles_of("bắt vụ ma túy tại Hòa Bình 14 vụ")


def test_a_set_phrase_is_no_duplicate():
    phrase = "hội nghị giao ban công tác phối hợp giữa công an và bộ đội biên phòng"
    assert containment(shingles_of(phrase), shingles_of(f"{phrase} {article(1)}")) == 0.0


def test_a_sketch_is_a_small_part_that_a_reprint_shares():
    long, lead = shingles_of(article(1, 2000)), shingles_of(" ".join(article(1, 2000).split()[:100]))
    assert 0.05 < len(sketch_of(long)) / len(long) < 0.12
    assert set(sketch_of(lead)) <= set(sketch_of(long))


@pytest.mark.django_db
def test_a_reprint_points_to_the_first_one_and_shares_its_meeting():
    first = ingest(source_id="a-1").report
    lead_only = ingest(f"Điểm báo\n\n{LEAD}\n\n{BODY}", source_id="b-1")
    assert lead_only.report.reprint_of == first
    assert lead_only.report.meeting == first.meeting
    assert first.accession in lead_only.events.get(stage="store").detail


@pytest.mark.django_db
def test_a_reprint_of_a_reprint_points_to_the_head():
    first = ingest(source_id="a-1").report
    ingest(f"{TITLE}\n\n{LEAD}\n\n{BODY}\n\n{END} (Theo báo bạn)", source_id="b-1")
    third = ingest(f"{TITLE}\n\n{LEAD}\n\n{BODY}\n\n{END} (Theo báo bạn, có sửa)", source_id="c-1").report
    assert third.reprint_of == first


@pytest.mark.django_db
def test_what_stands_in_very_many_reports_tells_none_of_them(monkeypatch):
    monkeypatch.setattr(duplicates, "MOST_POSTINGS", 3)
    head = article(9, 300)
    for number in range(6):
        ingest(f"Bài {number}\n\n{head}\n\n{article(number, 900)}", source_id=str(number))
    assert max(Counter(SketchHash.objects.values_list("hash", flat=True)).values()) == 3
    assert not Report.objects.exclude(reprint_of=None).exists()


@pytest.mark.django_db
def test_an_update_renews_the_sketch():
    ingest(source_id="a-1")
    other = f"Giá lúa hè thu\n\n{article(3, 300)}"
    ingest(other, source_id="a-1")
    kept = set(SketchHash.objects.values_list("hash", flat=True))
    assert kept == set(sketch_of(shingles_of(Report.objects.get().text)))


@pytest.mark.django_db
def test_unrelated_articles_are_not_linked():
    ingest(source_id="a-1")
    assert (
        ingest(ARTICLE.replace("tỉnh", "huyện").replace("ma túy", "buôn lậu")[::-1], source_id="b-1").report.reprint_of
        is None
    )
    assert NEAR > 0.5
