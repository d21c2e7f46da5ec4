"""Settings that cannot work say so before anything starts."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").touch()
    environment = {**os.environ, "GIAOBAN_DATA": str(tmp_path / "file" / "data")}
    done = subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert f"GIAOBAN_DATA: the data folder {tmp_path / 'file' / 'data'} cannot be made" in done.stderr
