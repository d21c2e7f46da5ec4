"""The checks that keep the house in order: style, types, imports between rooms, migrations, locks, deployment."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import lock

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, env={**inherited, **environment}, check=False
    )


def assert_clean(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


def test_ruff_finds_nothing():
    assert_clean(run(str(BIN / "ruff"), "check", "."))


def test_code_is_formatted():
    assert_clean(run(str(BIN / "ruff"), "format", "--check", "."))


def test_types_hold():
    assert_clean(run(str(BIN / "mypy")))


def test_rooms_import_only_what_the_plan_allows():
    assert_clean(run(str(BIN / "lint-imports")))


def test_models_have_their_migrations(tmp_path):
    assert_clean(run(sys.executable, "manage.py", "makemigrations", "--check", "--dry-run", GIAOBAN_DATA=str(tmp_path)))


@pytest.mark.parametrize("https", ["0", "1"])
def test_deployment_check_has_no_warning(tmp_path, https):
    done = run(
        sys.executable,
        "manage.py",
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        GIAOBAN_DATA=str(tmp_path),
        GIAOBAN_HTTPS=https,
        DJANGO_SETTINGS_MODULE="config.settings",
    )
    assert_clean(done)


def test_requirement_locks_are_current():
    try:
        found = lock.stale()
    except subprocess.CalledProcessError:
        pytest.skip("the package registry cannot be reached, so the locks cannot be compiled")
    assert not found
