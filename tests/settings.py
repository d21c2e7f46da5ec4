"""The site's own settings on a data folder that lives as long as the test run; a bell rings in memory."""

import atexit
import os
import shutil
import tempfile

_data = tempfile.mkdtemp(prefix="giaoban-test-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ["GIAOBAN_DATA"] = _data
os.environ.pop("DATABASE_URL", None)

from config.settings import *  # noqa: E402, F403

CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT = None
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
