"""gunicorn's own settings: `gunicorn --config python:config.gunicorn config.wsgi`."""

import gc
from typing import TYPE_CHECKING

from gunicorn.http import message

if TYPE_CHECKING:
    from gunicorn.workers.base import Worker

# A query that is too long is refused by the site, in words (search/query/limits.py). Above its own 8 KB gunicorn would
# answer with a bare error, and a Vietnamese letter takes nine bytes of an address. What follows is still bounded.
LONGEST_ADDRESS = 1 << 20  # bytes

message.MAX_REQUEST_LINE = LONGEST_ADDRESS
limit_request_line = LONGEST_ADDRESS


def post_worker_init(worker: "Worker") -> None:
    """Have a worker ready before it takes requests; the site then says itself what is the matter with a database."""
    from django.db import DatabaseError

    from search.warm import warm

    try:
        warm()
    except DatabaseError as error:
        worker.log.warning("The first searches will be slow: %s", error)
    # What was read stays. A full collection of garbage need not look through it, a tenth of a second of some request.
    gc.collect()
    gc.freeze()
