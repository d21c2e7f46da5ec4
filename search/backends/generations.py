"""Where an index lies: one folder a generation, and a pointer to the one that serves.

    <folder>/CURRENT                  the name of the generation that serves, replaced atomically
    <folder>/<generation>/MANIFEST    what was written, replaced atomically after each commit
    <folder>/<generation>/files/      the engine's own

A new generation is built beside the old one and published when it is complete. A reader that has the old one open
keeps reading it; the next look at CURRENT shows the new one.
"""

import json
import os
import shutil
import tempfile
import uuid
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from search import analysis


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds. `schema` is the engine's layout, `analysis` the version of the terms in it."""

    engine: str
    schema: int
    analysis: int
    index_id: str
    documents: int = 0
    commits: int = 0

    @property
    def has_present_terms(self) -> bool:
        return self.analysis == analysis.VERSION


class Generation:
    """One folder of an index."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = folder / "files"

    @property
    def name(self) -> str:
        return self.folder.name

    def manifest(self) -> Manifest | None:
        """None where there is none that can be read: the folder is unfinished or damaged."""
        try:
            return Manifest(**json.loads((self.folder / "MANIFEST").read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def write_manifest(self, manifest: Manifest) -> None:
        _replace(self.folder / "MANIFEST", json.dumps(asdict(manifest)))

    @property
    def is_damaged(self) -> bool:
        """Whether a reader met something unreadable in it."""
        return (self.folder / "DAMAGED").exists()

    def mark_damaged(self) -> None:
        """Have it rebuilt by whoever writes next."""
        with suppress(OSError):
            (self.folder / "DAMAGED").touch()

    def count_commit(self, documents: int) -> None:
        """Tell the readers that there is something new."""
        manifest = self.manifest()
        if manifest is not None:
            self.write_manifest(replace(manifest, documents=documents, commits=manifest.commits + 1))

    def stamp(self) -> tuple[str, int, int]:
        """Differs after each commit; costs one look at the file. OSError where the generation is gone."""
        status = (self.folder / "MANIFEST").stat()
        return self.name, status.st_ino, status.st_mtime_ns


class Shelf:
    """The generations of one engine's index."""

    def __init__(self, folder: Path, engine: str, schema: int) -> None:
        self.folder = folder
        self.engine = engine
        self._schema = schema

    def current(self) -> Generation | None:
        """The generation that serves; None before the first is published, or when its folder is gone."""
        try:
            name = (self.folder / "CURRENT").read_text("ascii").strip()
        except (OSError, UnicodeDecodeError):
            return None
        return next((found for found in self._all() if found.name == name), None)

    def is_readable(self, generation: Generation | None) -> bool:
        """Whether this program can read what the generation holds, be its terms those of an older analysis."""
        manifest = generation.manifest() if generation else None
        return manifest is not None and (manifest.engine, manifest.schema) == (self.engine, self._schema)

    def is_present(self, generation: Generation | None) -> bool:
        """Whether it holds what this program would write now."""
        manifest = generation.manifest() if generation else None
        return manifest is not None and manifest.has_present_terms and self.is_readable(generation)

    def unfinished(self) -> Generation | None:
        """A generation of the present kind whose building was interrupted."""
        current = self.current()
        others = [one for one in self._all() if not one.is_damaged and (not current or one.name != current.name)]
        return next(filter(self.is_present, others), None)

    def create(self) -> Generation:
        """A new, empty generation, which does not serve yet."""
        index_id = uuid.uuid4().hex
        generation = Generation(self.folder / index_id)
        generation.files.mkdir(mode=0o700, parents=True)
        generation.write_manifest(Manifest(self.engine, self._schema, analysis.VERSION, index_id))
        return generation

    def publish(self, generation: Generation) -> None:
        """From now on this one serves; the others go."""
        _replace(self.folder / "CURRENT", generation.name)
        for other in self._all():
            if other.name != generation.name:
                self.discard(other)

    def discard(self, generation: Generation) -> None:
        shutil.rmtree(generation.folder, ignore_errors=True)

    def _all(self) -> list[Generation]:
        if not self.folder.is_dir():
            return []
        return [Generation(entry) for entry in sorted(self.folder.iterdir()) if entry.is_dir()]


def _replace(path: Path, text: str) -> None:
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=".", encoding="utf-8", delete=False) as draft:
        draft.write(text)
        draft.flush()
        os.fsync(draft.fileno())
    Path(draft.name).replace(path)
