"""The site's own settings with short leases and a hasty sweeper, so that a storm of kills blows over in minutes."""

from config.settings import *  # noqa: F403

INGEST_LEASE_SECONDS = 5
INGEST_MAX_ATTEMPTS = 50
CELERY_BEAT_SCHEDULE = {
    "ring overdue submissions again": {"task": "archive.tasks.sweep_submissions", "schedule": 1.0},
    "index what is dirty": {"task": "search.tasks.index_reports", "schedule": 2.0},
}
