"""What the worker does for the index. A bell only says that there may be something to do."""

from celery import shared_task

from search import indexing


@shared_task  # type: ignore[untyped-decorator]
def index_reports() -> None:
    """Index what is dirty, unless another process is at it."""
    indexing.index_reports(wait=False)
