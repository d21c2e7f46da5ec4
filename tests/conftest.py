"""Fixtures every test may use."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference articles and judgments beside the project; a test that needs it is skipped without."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("../shared (reference articles and judgments) is not on this machine")
    return folder
