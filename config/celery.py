"""The Celery application. A message is only a bell: what is to be done is written in the database."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("giaoban")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
