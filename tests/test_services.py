"""The straight line on PostgreSQL, Redis and Tantivy: what `compose.yaml` runs, without the containers."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def postgresql_url() -> Iterator[str]:
    """A database of its own on the server of GIAOBAN_TEST_POSTGRESQL."""
    server = os.environ.get("GIAOBAN_TEST_POSTGRESQL")
    if not server:
        pytest.skip("GIAOBAN_TEST_POSTGRESQL names no PostgreSQL server")
    import psycopg

    name = f"giaoban_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'create database "{name}"')
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        connection.execute(f'drop database "{name}" with (force)')


@pytest.fixture
def redis_url() -> str:
    url = os.environ.get("GIAOBAN_TEST_REDIS")
    if not url:
        pytest.skip("GIAOBAN_TEST_REDIS names no Redis server")
    return url


@pytest.mark.postgresql
@pytest.mark.redis
def test_samples_are_ingested_and_index_equals_database_on_postgresql_redis_and_tantivy(
    tmp_path, postgresql_url, redis_url
):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "GIAOBAN_DATA": str(tmp_path),
        "GIAOBAN_SEARCH_ENGINE": "tantivy",
        "DATABASE_URL": postgresql_url,
        "CELERY_BROKER_URL": redis_url,
    }

    def manage(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{arguments}: {done.stdout}\n{done.stderr}"
        return done.stdout

    manage("migrate", "--verbosity", "0")
    manage("load_authorities")
    manage("load_samples")
    exported = manage("export", "--format", "jsonl", "--all").splitlines()
    assert len(exported) >= 48
    manage("reindex")
    manage("verify")
