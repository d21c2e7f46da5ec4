"""Storing: what becomes of an article the archive knows, and of what a person decided about it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from archive.ingest import pipeline
from archive.ingest.authorities import documents_of
from archive.ingest.errors import Reason
from archive.ingest.facts import key_of
from archive.ingest.queue import Attempt, claim
from archive.ingest.records import (
    AgencyFact,
    DateFact,
    DocumentFact,
    Evidence,
    Extraction,
    FigureFact,
    Judgment,
    OfficialFact,
    Parsed,
    PassageRecord,
    PlaceFact,
    Source,
    Span,
    TopicFact,
)
from archive.ingest.store import prepare, store
from archive.models import (
    Agency,
    AgencyName,
    AgencyRole,
    Change,
    LegalDocument,
    Place,
    Report,
    ReportDate,
    Submission,
)
from archive.models.evidence import EvidenceState
from archive.vietnamese.dates import PartialDate
from tests.archive.ingest.conftest import ARTICLE, BODY, LEAD, TITLE, ingest, json_lines, receive

pytestmark = pytest.mark.django_db
Outcome = Submission.Outcome
Status = Report.Status


def evidence(quote: str, text: str = ARTICLE, confidence: float = 0.9) -> Evidence:
    start = text.index(quote)
    return Evidence(Span(start, start + len(quote)), quote, "test", confidence)


def reading(text: str = ARTICLE, source_id: str | None = "bai-1", is_report: bool = True, **facts) -> Extraction:
    """What an extractor might have read in a text whose lines are title, lead and paragraphs."""
    passages, start = [], 0
    for number, line in enumerate(text.split("\n\n")):
        kind = ("heading", "lead")[number] if number < 2 else "paragraph"
        passages.append(PassageRecord(kind, Span(start, start + len(line))))
        start += len(line) + 2
    source = Source(text=text, source_id=source_id)
    parsed = Parsed(source, tuple(passages), text.split("\n\n")[0], passages[0].span)
    return Extraction(parsed=parsed, version=1, judgment=Judgment(is_report, 0.9, ("hội nghị",)), **facts)


def write(extraction: Extraction, **known) -> Report:
    submission = receive(extraction.parsed.source.text, **known)
    with Attempt(claim(submission.pk)) as attempt:
        store(attempt, prepare(extraction))
    submission.refresh_from_db()
    assert submission.state == Submission.State.DONE
    return submission.report


def agency(name: str, role: str = "party", code: str | None = None, **more) -> AgencyFact:
    return AgencyFact(name, code, role, evidence(name, **more))


def figure(quote: str, value: int, unit: str, **more) -> FigureFact:
    return FigureFact(Decimal(value), str(value), unit, "", "", "", "", evidence(quote, **more))


# ---------------------------------------------------------------- the report


def test_a_report_has_text_without_title_and_a_permanent_accession():
    report = write(reading())
    assert report.title == TITLE
    assert report.lead == LEAD
    assert report.text == ARTICLE.removeprefix(f"{TITLE}\n\n")
    assert report.source_text == ARTICLE
    assert report.accession == f"GB-{report.pk:06d}"
    assert all(passage.text == ARTICLE[passage.start : passage.end] for passage in report.passages.all())


def test_its_words_are_kept_for_the_index():
    words = write(reading()).segmentation
    assert "giao_ban" in words.title.split()
    assert {"Công_an", "Biên_phòng"} & set(words.text.split())


def test_what_is_judged_a_report_is_published_and_what_is_not_waits():
    assert write(reading()).status == Status.PUBLISHED
    assert write(reading(f"{ARTICLE} Hết.", "bai-2", is_report=False)).status == Status.DRAFT
    assert write(reading(f"{ARTICLE} Hết rồi.", "bai-3", is_report=False), publish=True).status == Status.PUBLISHED


def test_it_is_dirty_for_the_index_at_once_and_after_each_update():
    report = write(reading())
    assert list(Report.objects.dirty()) == [report]
    Report.objects.update(indexed_revision=1)
    write(reading(f"{ARTICLE} Hết."))
    assert list(Report.objects.dirty()) == [report]


def test_a_title_beyond_measure_is_cut_between_words():
    title = "Giao ban " * 100
    report = write(reading(f"{title.strip()}\n\n{LEAD}\n\n{BODY}"))
    assert len(report.title) <= 600
    assert report.title.endswith(("Giao…", "ban…"))


def test_why_it_was_judged_so_and_what_conflicts_is_kept():
    report = write(reading(notes={"meeting_on": "hai ngày khác nhau"}))
    assert report.extraction_notes == {"judgment": ["hội nghị"], "meeting_on": "hai ngày khác nhau"}


# ---------------------------------------------------------------- again


def test_the_same_source_id_again_with_the_same_text_changes_nothing():
    line = {"source_id": "a-1", "text": ARTICLE, "url": "https://bao.example/1"}
    first = ingest(json_lines(line), "bai.jsonl").parts.get()
    pipeline.ingest(first.pk)
    revision = Report.objects.get().revision
    again = ingest(json_lines(line), "bai.jsonl").parts.get()
    pipeline.ingest(again.pk)
    again.refresh_from_db()
    assert again.outcome == Outcome.UNCHANGED
    assert again.report == Report.objects.get()
    assert Report.objects.get().revision == revision


def test_the_same_source_id_with_another_text_is_an_update_of_that_report():
    first = ingest(source_id="a-1")
    second = ingest(ARTICLE.replace("128 tin", "129 tin"), source_id="a-1")
    assert (first.outcome, second.outcome) == (Outcome.CREATED, Outcome.UPDATED)
    assert second.report == first.report
    assert "129 tin" in Report.objects.get().text
    assert "129" in Report.objects.get().segmentation.text.split()


def test_the_same_source_id_with_another_address_is_an_update():
    ingest(source_id="a-1", source_url="https://bao.example/1")
    assert ingest(source_id="a-1", source_url="https://bao.example/2").outcome == Outcome.UPDATED
    assert Report.objects.get().source_url == "https://bao.example/2"
    assert ingest(source_id="a-1").outcome == Outcome.UNCHANGED


def test_the_same_text_without_source_id_is_a_duplicate_of_its_report():
    first = ingest()
    second = ingest(f"\ufeff{ARTICLE}\n\n", name="again.txt")
    assert second.outcome == Outcome.DUPLICATE
    assert second.report == first.report


def test_the_same_text_takes_on_the_source_id_it_lacked():
    first = ingest()
    second = ingest(source_id="a-1")
    assert (second.outcome, second.report) == (Outcome.UPDATED, first.report)
    assert Report.objects.get().source_id == "a-1"


def test_the_same_text_under_another_source_id_is_a_reprint():
    first = ingest(source_id="a-1")
    second = ingest(source_id="b-1")
    assert second.outcome == Outcome.CREATED
    assert second.report.reprint_of == first.report


def test_asking_to_publish_publishes_the_draft_that_is_there():
    text = "Giá thanh long\n\nTại chợ đầu mối, giá thanh long tăng nhẹ so với tuần trước, thương lái cho biết."
    assert ingest(text).report.status == Status.DRAFT
    again = ingest(text, publish=True)
    assert (again.outcome, again.report.status) == (Outcome.UPDATED, Status.PUBLISHED)


def test_a_withdrawn_report_stays_withdrawn():
    report = write(reading())
    Report.objects.update(status=Status.WITHDRAWN)
    assert write(reading(f"{ARTICLE} Hết."), publish=True) == report
    assert Report.objects.get().status == Status.WITHDRAWN


def test_a_draft_a_person_has_reviewed_is_not_published_behind_their_back(django_user_model):
    report = write(reading(is_report=False))
    Report.objects.update(reviewed_at=report.created_at)
    write(reading(f"{ARTICLE} Hết.", is_report=True))
    assert Report.objects.get().status == Status.DRAFT


def test_a_title_a_person_edited_stays():
    report = write(reading())
    Report.objects.update(title="Tên do người sửa")
    Change.objects.create(model="report", object_id=report.pk, action="edit", after={"title": "Tên do người sửa"})
    write(reading(f"{ARTICLE} Hết."))
    report.refresh_from_db()
    assert report.title == "Tên do người sửa"
    assert report.text.endswith("Hết.")


# ---------------------------------------------------------------- facts


def test_every_fact_stands_with_its_evidence():
    place = Place.objects.create(code="binh-phuoc", name="Bình Phước", full_name="Tỉnh Bình Phước", kind="province")
    report = write(
        reading(
            dates=(DateFact("meeting", PartialDate(2019, 4, 3), evidence("3/4/2019")),),
            place=PlaceFact("Đồng Xoài", "binh-phuoc", evidence("Đồng Xoài")),
            agencies=(agency("Công an tỉnh Bình Phước", "organiser"),),
            officials=(
                OfficialFact(
                    "Cao Văn Mẫu", "Đại tá", ("Phó Giám đốc Công an tỉnh",), "chaired", evidence("Cao Văn Mẫu")
                ),
            ),
            documents=(
                DocumentFact(
                    "nghi-dinh-03-2019",
                    "Nghị định",
                    "03/2019/NĐ-CP",
                    2019,
                    "Chính phủ",
                    None,
                    evidence("Nghị định 03/2019/NĐ-CP"),
                ),
            ),
            figures=(figure("128 tin", 128, "tin"),),
            topics=(TopicFact("ma-tuy", evidence("ma túy")),),
        )
    )
    assert report.meeting_on == PartialDate(2019, 4, 3)
    assert report.place == place
    facts = [
        *report.reportdates.all(),
        *report.reportplaces.all(),
        *report.agencyroles.all(),
        *report.appearances.all(),
        *report.citations.all(),
        *report.figures.all(),
        *report.reporttopics.all(),
    ]
    assert len(facts) == 7
    assert all(report.source_text[fact.start : fact.end] == fact.quote for fact in facts)
    assert all(fact.state == EvidenceState.SUGGESTED for fact in facts)


def test_an_agency_nobody_knows_is_proposed_once():
    write(reading(agencies=(agency("Bộ đội Biên phòng tỉnh"),)))
    write(reading(f"{ARTICLE} Hết.", "bai-2", agencies=(agency("Bộ đội Biên phòng tỉnh"),)))
    proposed = Agency.objects.get()
    assert (proposed.code, proposed.is_reviewed) == ("bo-doi-bien-phong-tinh", False)
    assert proposed.roles.count() == 2


def test_what_is_no_report_proposes_no_agency():
    known = Agency.objects.create(code="ca", name="Công an tỉnh")
    facts = (agency("Bộ đội Biên phòng tỉnh"), agency("Công an tỉnh", code="ca"))
    report = write(reading(is_report=False, agencies=facts))
    assert [role.agency for role in report.agencyroles.all()] == [known]
    assert Agency.objects.get() == known


def test_a_name_the_desk_gave_an_agency_is_known_from_then_on():
    known = Agency.objects.create(code="bdbp_binh-phuoc", name="Bộ đội Biên phòng tỉnh Bình Phước")
    AgencyName.objects.create(agency=known, name="Bộ đội Biên phòng tỉnh", kind="short")
    report = write(reading(agencies=(agency("Bộ đội Biên phòng tỉnh"),)))
    assert report.agencyroles.get().agency == known


def test_a_merged_agency_s_reports_go_to_the_one_it_was_merged_into():
    final = Agency.objects.create(code="ca", name="Công an tỉnh Bình Phước")
    Agency.objects.create(code="ca-cu", name="Công an tỉnh", merged_into=final)
    report = write(reading(agencies=(agency("Công an tỉnh", code="ca-cu"),)))
    assert report.agencyroles.get().agency == final


def test_of_two_parts_of_one_agency_the_stronger_counts():
    both = (agency("Công an tỉnh", "attendee", "ca"), agency("Công an tỉnh", "chair", "ca"))
    Agency.objects.create(code="ca", name="Công an tỉnh")
    assert write(reading(agencies=both)).agencyroles.get().role == "chair"


def test_a_document_learns_what_a_later_citation_knows_better():
    poor = DocumentFact("nd-03", "Nghị định", "03", None, "", None, evidence("Nghị định 03"))
    rich = replace(poor, number="03/2019/NĐ-CP", year=2019, issuer="Chính phủ", issued_on=PartialDate(2019, 9, 5))
    write(reading(documents=(poor,)))
    write(reading(f"{ARTICLE} Hết.", "bai-2", documents=(rich,)))
    document = LegalDocument.objects.get()
    assert (document.number, document.year, document.issued_on) == ("03/2019/NĐ-CP", 2019, PartialDate(2019, 9, 5))
    assert document.citations.count() == 2


def cited(number: str, year: int | None = None, type: str = "Thông tư liên tịch", issuer: str = "", on: int = 2010):
    """The document of a citation as an article of that year spells it."""
    fact = DocumentFact(f"{type}-{number}-{year}", type, number, year, issuer, None, evidence(LEAD))
    return documents_of([fact], PartialDate(on))[0]


@pytest.mark.parametrize(
    ("known", "again"),
    [
        ({"number": "05/2005/TTLT-BCA-BQP", "year": 2005}, {"number": "05/2005", "year": 2005}),
        ({"number": "05/2005", "year": 2005}, {"number": "05/2005/TTLT-BCA-BQP", "year": 2005}),
        ({"number": "5", "year": 2005}, {"number": "05/TTLT-BCA-BQP", "year": 2005}),
        ({"number": "12-NQ/TW", "year": 2005}, {"number": "12/NQ-TW"}),
        ({"number": "77/2010/NĐ-CP", "year": 2010, "issuer": "Chính phủ"}, {"number": "77", "issuer": "Chính phủ"}),
    ],
)
def test_two_spellings_of_one_document_are_one(known, again):
    assert cited(**known) == cited(**again)


@pytest.mark.parametrize(
    ("known", "again"),
    [
        ({"number": "05/2005/TTLT-BCA-BQP", "year": 2005}, {"number": "05/2006", "year": 2006}),
        ({"number": "05/2005/TTLT-BCA-BQP", "year": 2005}, {"number": "05/2005/TTLT-VKSTC", "year": 2005}),
        (
            {"number": "15", "year": 2005, "issuer": "Chính phủ"},
            {"number": "15/2005", "year": 2005, "issuer": "Bộ Y tế"},
        ),
        ({"number": "77", "year": 2010, "issuer": "Chính phủ"}, {"number": "77", "issuer": "Chính phủ", "on": 2009}),
        ({"number": "77", "year": 2010, "issuer": "Chính phủ"}, {"number": "77"}),
        ({"number": "47/2009/NĐ-CP", "year": 2009}, {"number": "47/CP"}),
        ({"number": "5", "year": 2005}, {"number": "05/2005", "year": 2005, "type": "Thông tư"}),
        ({"number": "5", "year": 2005, "type": "Quy chế"}, {"number": "05/QC", "year": 2005, "type": "Quy chế"}),
    ],
)
def test_what_may_be_another_document_is_another(known, again):
    assert cited(**known) != cited(**again)


def test_of_two_documents_a_citation_may_mean_it_is_neither():
    known = cited("77/2009/NĐ-CP", 2009, issuer="Chính phủ"), cited("77/2010/NĐ-CP", 2010, issuer="Chính phủ")
    assert cited("77", issuer="Chính phủ") not in known


def test_a_document_spelt_more_fully_learns_its_number_and_keeps_its_page():
    first = cited("05/2005", 2005)
    assert cited("05/2005/TTLT-BCA-BQP", 2005).number == "05/2005/TTLT-BCA-BQP"
    assert LegalDocument.objects.get() == first


def test_a_figure_said_twice_is_two_facts():
    report = write(reading(figures=(figure("14 vụ", 14, "vụ"), figure("14 vụ", 14, "vụ"))))
    assert [row.key for row in report.figures.all()] == ["14|vụ|", "14|vụ|#2"]


def test_the_source_s_own_date_is_kept_beside_the_one_that_was_read():
    source = replace(reading().parsed.source, published_on=PartialDate(2019, 4, 5))
    extraction = reading(dates=(DateFact("published", PartialDate(2019, 4, 4), evidence("3/4/2019")),))
    report = write(replace(extraction, parsed=replace(extraction.parsed, source=source)))
    assert report.published_on == PartialDate(2019, 4, 4)
    assert {row.value.edtf for row in report.reportdates.all()} == {"2019-04-04", "2019-04-05"}


# ---------------------------------------------------------------- what a person decided


FACTS = {
    "dates": (DateFact("meeting", PartialDate(2019, 4, 3), evidence("3/4/2019")),),
    "agencies": (agency("Công an tỉnh Bình Phước", "attendee"), agency("Bộ đội Biên phòng tỉnh")),
    "figures": (figure("128 tin", 128, "tin"), figure("14 vụ", 14, "vụ")),
}


def decide(row, state, **fields):
    for name, value in fields.items():
        setattr(row, name, value)
    row.state = state
    row.save()


def test_reading_again_writes_no_row_anew():
    report = write(reading(**FACTS))
    before = set(report.agencyroles.values_list("pk", flat=True)) | set(report.figures.values_list("pk", flat=True))
    write(reading(f"{ARTICLE} Hết.", **FACTS))
    after = set(report.agencyroles.values_list("pk", flat=True)) | set(report.figures.values_list("pk", flat=True))
    assert before == after


def test_suggestions_no_longer_read_go_and_new_ones_come():
    report = write(reading(**FACTS))
    write(
        reading(f"{ARTICLE} Hết.", agencies=FACTS["agencies"][:1], figures=(figure("21 đối tượng", 21, "đối tượng"),))
    )
    assert [role.quote for role in report.agencyroles.all()] == ["Công an tỉnh Bình Phước"]
    assert [row.quote for row in report.figures.all()] == ["21 đối tượng"]
    report.refresh_from_db()
    assert report.meeting_on is None


@pytest.mark.parametrize("state", [EvidenceState.ACCEPTED, EvidenceState.EDITED, EvidenceState.REJECTED])
def test_what_was_decided_survives_a_reading_that_does_not_find_it(state):
    report = write(reading(**FACTS))
    decide(report.agencyroles.get(quote="Bộ đội Biên phòng tỉnh"), state)
    write(reading(f"{ARTICLE} Hết."))
    assert report.agencyroles.get().state == state


def test_an_edited_fact_is_not_suggested_again_as_it_was_or_as_it_is():
    report = write(reading(**FACTS))
    decide(report.figures.get(quote="128 tin"), EvidenceState.EDITED, value=Decimal(129))
    decide(report.agencyroles.get(quote="Công an tỉnh Bình Phước"), EvidenceState.EDITED, role="organiser")
    write(reading(f"{ARTICLE} Hết.", **FACTS | {"figures": (*FACTS["figures"], figure("128 tin", 129, "tin"))}))
    assert sorted(report.figures.values_list("value", flat=True)) == [14, 129]
    assert report.agencyroles.get(quote="Công an tỉnh Bình Phước").role == "organiser"


def test_a_rejected_fact_stays_rejected_and_alone():
    report = write(reading(**FACTS))
    decide(report.figures.get(quote="14 vụ"), EvidenceState.REJECTED)
    write(reading(f"{ARTICLE} Hết.", **FACTS))
    assert report.figures.get(quote="14 vụ").state == EvidenceState.REJECTED


def test_a_decided_date_is_the_report_s_and_no_other_is_suggested():
    report = write(reading(**FACTS))
    decide(report.reportdates.get(), EvidenceState.EDITED, value=PartialDate(2019, 4, 2))
    write(reading(f"{ARTICLE} Hết.", dates=(DateFact("meeting", PartialDate(2019, 4, 5), evidence("3/4/2019")),)))
    report.refresh_from_db()
    assert report.meeting_on == PartialDate(2019, 4, 2)
    assert report.reportdates.count() == 1


def test_a_rejected_date_leaves_room_for_a_better_one():
    report = write(reading(**FACTS))
    decide(report.reportdates.get(), EvidenceState.REJECTED)
    write(reading(f"{ARTICLE} Hết.", dates=(DateFact("meeting", PartialDate(2019, 4, 5), evidence("3/4/2019")),)))
    report.refresh_from_db()
    assert report.meeting_on == PartialDate(2019, 4, 5)


def test_a_fact_a_person_added_is_not_suggested_beside_it():
    report = write(reading())
    row = ReportDate(report=report, kind="meeting", value=PartialDate(2019, 4, 3), state=EvidenceState.ACCEPTED)
    row.key = f"added:{key_of(row)}"
    row.save()
    write(reading(f"{ARTICLE} Hết.", **FACTS))
    assert report.reportdates.get() == row


def test_decided_facts_are_found_again_where_the_text_moved():
    report = write(reading(**FACTS))
    decide(report.figures.get(quote="128 tin"), EvidenceState.ACCEPTED)
    decide(report.figures.get(quote="14 vụ"), EvidenceState.ACCEPTED)
    moved = f"Tin nóng: {ARTICLE}".replace("14 vụ", "mười bốn vụ")
    write(reading(moved))
    report.refresh_from_db()
    kept = report.figures.get(quote="128 tin")
    assert report.source_text[kept.start : kept.end] == "128 tin"
    assert not report.figures.get(quote="14 vụ").has_span


# ---------------------------------------------------------------- through the whole line


def test_a_text_file_becomes_a_published_report_with_its_facts():
    report = ingest(source_url="https://bao.example/giao-ban", outlet="Báo Mẫu").report
    assert report.status == Status.PUBLISHED
    assert report.meeting_on == PartialDate(2019, 4, 3)
    assert (report.outlet, report.source_url) == ("Báo Mẫu", "https://bao.example/giao-ban")
    assert {"128 tin", "14 vụ", "21 đối tượng"} <= {row.quote for row in report.figures.all()}
    assert AgencyRole.objects.filter(report=report).exists()


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "bai.txt", Reason.EMPTY),
        ("\u200b\u200b".encode(), "bai.txt", Reason.EMPTY),
        (b"\x00\x01\x02" * 100, "bai.txt", Reason.BINARY),
        (b"%PDF-1.7", "bai.txt", Reason.UNSUPPORTED),
        ("Công an tỉnh".encode()[:-2] + b"\xe1\xba" * 40, "bai.txt", Reason.UNDECODABLE),
        (b"<html><body><ul><li>Menu</li></ul></body></html>", "bai.html", Reason.NO_ARTICLE),
    ],
)
def test_bad_input_ends_by_name_and_its_bytes_are_kept(data, name, reason):
    submission = ingest(data, name)
    assert (submission.state, submission.reason) == (Submission.State.FAILED, reason)
    assert submission.explanation
    assert submission.can_be_retried


def test_a_bad_line_fails_alone():
    lines = (
        json_lines({"source_id": "a", "text": ARTICLE})
        + b"{broken\n\n"
        + json_lines({"source_id": "b", "text": f"{ARTICLE} Hết."})
    )
    parent = ingest(lines, "bai.jsonl")
    assert (parent.outcome, parent.detail) == (Outcome.SPLIT, "3")
    while pipeline.ingest_waiting(10):
        pass
    ends = list(parent.parts.order_by("offset").values_list("name", "state", "reason"))
    assert ends == [("dòng 1", "done", ""), ("dòng 2", "failed", "broken_json"), ("dòng 4", "done", "")]
    assert Report.objects.count() == 2


def test_a_line_too_long_fails_alone(settings):
    settings.SUBMISSION_MAX_BYTES = 5000
    lines = json_lines({"source_id": "a", "text": "x" * 6000}, {"source_id": "b", "text": ARTICLE})
    submission = Submission.objects.receive(lines, "bai.jsonl", limit=100_000)
    while pipeline.ingest_waiting(10):
        pass
    parts = submission.parts.order_by("offset")
    assert [(part.state, part.reason) for part in parts] == [("failed", Reason.TOO_LARGE), ("done", "")]
