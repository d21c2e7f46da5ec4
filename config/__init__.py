"""Settings, URLs and entry points. Nothing of the project imports this package but the entry points themselves."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
