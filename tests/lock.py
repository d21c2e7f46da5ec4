"""Compile the requirement locks from pyproject.toml, or tell whether they are current.

usage: lock.py [--write]        exit status 1 where a lock is not current
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS: dict[str, list[str]] = {
    "requirements.txt": [],
    "tests/requirements.txt": ["--group", "dev", "--constraints", "requirements.txt"],
}


def compiled(lock: str, folder: Path) -> str:
    """The lock as it would be compiled now: pins that still satisfy pyproject.toml are kept."""
    draft = folder / Path(lock).name
    shutil.copy(ROOT / lock, draft)
    command = ["uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"]
    command += ["--no-header", "--no-annotate", "pyproject.toml", *LOCKS[lock], "--output-file", str(draft)]
    subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=True)
    return draft.read_text(encoding="utf-8")


def stale(write: bool = False) -> list[str]:
    """The locks that are not current; with `write` they are brought up to date."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for lock in LOCKS:
            new = compiled(lock, Path(folder))
            if new != (ROOT / lock).read_text(encoding="utf-8"):
                found.append(lock)
                if write:
                    (ROOT / lock).write_text(new, encoding="utf-8")
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    names = stale(arguments.write)
    if names:
        sys.stdout.write(f"{'updated' if arguments.write else 'not current'}: {', '.join(names)}\n")
    sys.exit(bool(names) and not arguments.write)
