"""The steps from file to record, in order."""

from dataclasses import replace

from django.conf import settings

from archive.authority.files import outlet_of
from archive.ingest import originals, queue
from archive.ingest.clean import clean
from archive.ingest.errors import IngestError, Reason
from archive.ingest.extract import VERSION, extract
from archive.ingest.parse import parse
from archive.ingest.read import HEAD_BYTES, Kind, kind_of, read_source
from archive.ingest.read.jsonl import read_line
from archive.ingest.records import Source
from archive.ingest.split import split
from archive.ingest.store import Article, conclude, prepare, recognise, store
from archive.models import Submission


def ingest(pk: int) -> bool:
    """Take one submission to its end; False where it is finished already or another worker holds it.

    What goes wrong is written beside the submission; nothing but a lost database connection is raised.
    """
    submission = queue.claim(pk)
    if submission is None:
        return False
    with queue.Attempt(submission) as attempt:
        if _holds_many(submission):
            split(attempt)
        else:
            _ingest_article(attempt)
    return True


def ingest_waiting(count: int) -> int:
    """Take up to `count` of the waiting submissions to their ends; how many were."""
    return sum(ingest(pk) for pk in queue.next_waiting(count))


def read_again(submission: Submission) -> Article:
    """The article of a submission as it is read today; nothing is written. IngestError."""
    source = clean(_with_what_is_known(_read(submission), submission))
    return prepare(extract(parse(source)))


def warm_up() -> None:
    """Load the word model and the gazetteers, which the first article would otherwise wait for."""
    prepare(extract(parse(clean(Source("Giao ban quý I\n\nSáng 3/4, Công an tỉnh Bình Phước tổ chức giao ban.")))))


def _ingest_article(attempt: queue.Attempt) -> None:
    submission = attempt.submission
    with attempt.stage("read"):
        source = _with_what_is_known(_read(submission), submission)
    with attempt.stage("clean"):
        source = clean(source)
    if not source.text:
        raise IngestError(Reason.EMPTY)
    known = recognise(source, submission, VERSION)
    if known and known.outcome:
        conclude(attempt, known)
        return
    with attempt.stage("parse"):
        parsed = parse(source)
    with attempt.stage("extract"):
        extraction = extract(parsed)
    with attempt.stage("segment"):
        article = prepare(extraction)
    if not article.text:
        raise IngestError(Reason.NO_ARTICLE)
    store(attempt, article)


def _holds_many(submission: Submission) -> bool:
    if submission.parent_id:
        return False
    with originals.open_original(submission.sha256) as file:
        return kind_of(file.read(HEAD_BYTES), submission.name) is Kind.JSONL


def _read(submission: Submission) -> Source:
    if submission.length > settings.SUBMISSION_MAX_BYTES:
        raise IngestError(Reason.TOO_LARGE)
    with originals.open_original(submission.sha256) as file:
        file.seek(submission.offset)
        data = file.read(submission.length)
    return read_line(data) if submission.parent_id else read_source(data, submission.name)


def _with_what_is_known(source: Source, submission: Submission) -> Source:
    """What was said when the file was handed in goes before what the file says of itself."""
    url = submission.source_url or source.url
    return replace(
        source,
        source_id=submission.source_id or source.source_id,
        url=url,
        outlet=submission.outlet or source.outlet or _outlet_of(url),
    )


def _outlet_of(url: str | None) -> str | None:
    outlet = outlet_of(url) if url else None
    return outlet.name if outlet else None
