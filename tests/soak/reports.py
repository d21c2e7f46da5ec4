"""A ready archive of any size, written past the queue: `fill(1200)` in a site's own process."""

from hashlib import sha256

from archive.ingest.words import SEGMENTER
from archive.models import Report, Segmentation
from archive.vietnamese.dates import PartialDate
from tests.soak.articles import article

SENTENCES = 20


def fill(count: int) -> None:
    """Published reports with the words of their texts."""
    reports = Report.objects.bulk_create([_report(number) for number in range(count)], batch_size=500)
    Segmentation.objects.bulk_create([_words(report) for report in reports], batch_size=500)


def _report(number: int) -> Report:
    written = article(number, SENTENCES)
    source_text = f"{written['title']}\n\n{written['text']}"
    return Report(
        accession=f"GB-{number + 1:06d}",
        source_id=written["source_id"],
        title=written["title"],
        text=written["text"],
        source_text=source_text,
        text_sha256=sha256(source_text.encode()).hexdigest(),
        meeting_on=PartialDate(2004 + number % 22, 1 + number % 12),
        status=Report.Status.PUBLISHED,
        is_report=True,
        is_report_confidence=0.9,
        extractor_version=1,
    )


def _words(report: Report) -> Segmentation:
    return Segmentation(
        report=report, text_sha256=report.text_sha256, segmenter=SEGMENTER, title=report.title, text=report.text
    )
