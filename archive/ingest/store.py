"""One article to the record, in one transaction: report, passages, facts, sketch, meeting, and the submission's end."""

from dataclasses import dataclass
from hashlib import sha256

from django.db import connection, transaction

from archive.ingest import queue
from archive.ingest.duplicates import Shingles, find_near_duplicate, postings_of, shingles_of, sketch_of, telling
from archive.ingest.facts import write_facts
from archive.ingest.meetings import assign_meeting
from archive.ingest.records import Extraction, PassageRecord, Source
from archive.ingest.words import SEGMENTER, Words, words_of
from archive.models import Change, Passage, Report, Segmentation, SketchHash, Submission

_LONGEST_TITLE = 600
_WRITER_LOCK = 0x6769616F62616E  # "giaoban": any number nothing else locks

Outcome = Submission.Outcome


@dataclass(frozen=True, slots=True)
class Article:
    """All that is computed before the transaction begins."""

    extraction: Extraction
    title: str
    lead: str
    text: str
    text_sha256: str
    words: Words
    shingles: Shingles

    @property
    def source(self) -> Source:
        return self.extraction.parsed.source


@dataclass(frozen=True, slots=True)
class Known:
    """A report the archive already has, and what handing it in again comes to: empty where it is to be updated."""

    report: Report
    outcome: str


def prepare(extraction: Extraction) -> Article:
    """Segment and sketch: the slow part, before any row is locked."""
    parsed = extraction.parsed
    source_text = parsed.source.text
    title = shortened(parsed.title or source_text.split("\n", 1)[0], _LONGEST_TITLE)
    text = "\n\n".join(passage.span.of(source_text) for passage in parsed.of_kind(*Passage.IN_TEXT))
    return Article(
        extraction=extraction,
        title=title,
        lead="\n\n".join(passage.span.of(source_text) for passage in parsed.of_kind(Passage.Kind.LEAD)),
        text=text,
        text_sha256=digest(source_text),
        words=words_of(title, text),
        shingles=shingles_of(text),
    )


def shortened(text: str, longest: int) -> str:
    """The text in one line, cut between words."""
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1].rsplit(" ", 1)[0] + "…"


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


# ---------------------------------------------------------------- what is known already


def recognise(source: Source, submission: Submission, version: int) -> Known | None:
    """The report this article is already, by its source_id, else by its very text."""
    same_text = Report.objects.filter(text_sha256=digest(source.text)).order_by("pk")
    if source.source_id is None:
        report, outcome = same_text.first(), str(Outcome.DUPLICATE)
    else:
        report, outcome = Report.objects.filter(source_id=source.source_id).first(), str(Outcome.UNCHANGED)
    if report is None:  # the same text without an identifier takes on this one
        report, outcome = same_text.filter(source_id__isnull=True).first(), ""
    if report is None:
        return None
    is_news = outcome == Outcome.UNCHANGED and not _says_nothing_new(report, source, version)
    to_publish = submission.publish and report.status == Report.Status.DRAFT
    return Known(report, "" if is_news or to_publish else outcome)


def _says_nothing_new(report: Report, source: Source, version: int) -> bool:
    if (report.text_sha256, report.extractor_version) != (digest(source.text), version):
        return False
    if source.url not in (None, report.source_url) or source.outlet not in (None, report.outlet):
        return False
    return (
        source.published_on is None or report.reportdates.filter(kind="published", value=source.published_on).exists()
    )


def conclude(attempt: queue.Attempt, known: Known) -> None:
    """End the submission with nothing written to the report. LeaseLost."""
    with transaction.atomic():
        queue.finish(attempt.submission, known.outcome, known.report)
        attempt.save_events()


# ---------------------------------------------------------------- writing


def store(attempt: queue.Attempt, article: Article) -> None:
    """Write the article and what came of its submission; all of it or nothing. LeaseLost."""
    submission = attempt.submission
    with transaction.atomic():
        _let_others_wait()
        queue.renew(submission)
        known = recognise(article.source, submission, article.extraction.version)
        if known and known.outcome:
            conclude(attempt, known)
            return
        with attempt.stage("store") as event:
            report = update(known.report, article, submission) if known else _create(article, submission)
            if report.reprint_of:
                event.detail = f"≈ {report.reprint_of.accession}"
        queue.finish(submission, Outcome.UPDATED if known else Outcome.CREATED, report)
        attempt.save_events()


def _let_others_wait() -> None:
    """One article is written at a time, so that two of one meeting see each other; SQLite does so by itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_WRITER_LOCK])


def _create(article: Article, submission: Submission) -> Report:
    report = Report(**_texts(article), **_judgment(article), is_sample=submission.is_sample)
    report.source_id, report.status = article.source.source_id, _status(report, submission)
    report.source_url, report.outlet = article.source.url or "", article.source.outlet or ""
    report.save(force_insert=True)
    report.accession = f"GB-{report.pk:06d}"
    _write_parts(report, article, is_new=True)
    report.save(update_fields=["accession", *_FOUND])
    return report


def update(report: Report, article: Article, submission: Submission) -> Report:
    """Write the article anew; the fields a person edited stay, and what is withdrawn stays withdrawn.

    Call within a transaction.
    """
    Report.objects.select_for_update().only("pk").get(pk=report.pk)  # nobody decides on its facts meanwhile
    source = article.source
    has_new_text = report.text_sha256 != article.text_sha256
    values = {**_texts(article), **_judgment(article)}
    values["source_id"] = source.source_id or report.source_id
    values["source_url"], values["outlet"] = source.url or report.source_url, source.outlet or report.outlet
    edited = _edited_fields(report)
    for name in values.keys() - edited:
        setattr(report, name, values[name])
    report.status = _status(report, submission)
    _write_parts(report, article, is_new=False, has_new_text=has_new_text)
    report.save(update_fields=[*(values.keys() - edited), *_FOUND, "status", "updated_at"])
    Report.objects.filter(pk=report.pk).mark_dirty()
    return report


_FOUND = ("published_on", "meeting_on", "place", "meeting", "reprint_of")


def _texts(article: Article) -> dict[str, object]:
    return {
        "title": article.title,
        "lead": article.lead,
        "text": article.text,
        "source_text": article.source.text,
        "text_sha256": article.text_sha256,
    }


def _judgment(article: Article) -> dict[str, object]:
    extraction = article.extraction
    return {
        "is_report": extraction.judgment.is_report,
        "is_report_confidence": extraction.judgment.confidence,
        "extractor_version": extraction.version,
        "extraction_notes": {"judgment": list(extraction.judgment.reasons), **extraction.notes},
    }


def _status(report: Report, submission: Submission) -> str:
    """What was judged a report is public at once, unless a person has looked at it; anything is, by `publish`."""
    is_due = submission.publish or (report.is_report and report.reviewed_at is None)
    return Report.Status.PUBLISHED if report.status == Report.Status.DRAFT and is_due else report.status


def _edited_fields(report: Report) -> set[str]:
    changes = Change.objects.filter(model="report", object_id=report.pk, undone_by=None).exclude(action="undo")
    return {field for after in changes.values_list("after", flat=True) for field in after}


def _write_parts(report: Report, article: Article, *, is_new: bool, has_new_text: bool = True) -> None:
    """All that hangs on the report; its own fields of _FOUND are set, not saved."""
    _write_passages(report, article.extraction.parsed.passages, is_new)
    _write_words(report, article, is_new)
    write_facts(report, article.extraction, is_new=is_new)
    if has_new_text:
        postings = postings_of(sketch_of(article.shingles), report)
        near = find_near_duplicate(article.shingles, report, postings)
        report.reprint_of = near.report if near else None
        _write_sketch(report, telling(postings), is_new)
    assign_meeting(report)


def _write_passages(report: Report, records: tuple[PassageRecord, ...], is_new: bool) -> None:
    wanted = [
        (record.kind, record.span.start, record.span.end, record.span.of(report.source_text)) for record in records
    ]
    if not is_new:
        if wanted == list(report.passages.values_list("kind", "start", "end", "text")):
            return
        report.passages.all().delete()
    Passage.objects.bulk_create(
        Passage(report=report, kind=kind, start=start, end=end, text=text) for kind, start, end, text in wanted
    )


def _write_words(report: Report, article: Article, is_new: bool) -> None:
    words = {
        "text_sha256": article.text_sha256,
        "segmenter": SEGMENTER,
        "title": article.words.title,
        "text": article.words.text,
    }
    if is_new:
        Segmentation.objects.create(report=report, **words)
    else:
        Segmentation.objects.update_or_create(report=report, defaults=words)


def _write_sketch(report: Report, sketch: list[int], is_new: bool) -> None:
    if not is_new:
        report.sketch_hashes.all().delete()
    SketchHash.objects.bulk_create(SketchHash(report=report, hash=value) for value in sketch)
