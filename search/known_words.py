"""The words of this archive: counted from its reports, kept in the process and renewed aside.

Of a large archive ten thousand texts are counted, spread over it. That takes seconds, so the counts also lie in a file
beside the index, for the processes to come.
"""

import json
import math
import tempfile
import zipfile
from array import array
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from django.conf import settings

from archive.models import Place, Report, Topic
from search.analysis import VERSION
from search.kept import Kept
from search.neighbours import Neighbours
from search.vocabulary import SMALL_ARCHIVE, Vocabulary, gathered

_MOST_TEXTS = 10_000  # reports that are counted; some 0.6 ms each
_TEXTS_A_QUERY = 200
_GROWTH = 1.05  # of the archive, after which it is counted again
_FILE = Path(settings.DATA_DIR) / "vocabulary.zip"


def _texts() -> Iterator[str]:
    """Title and text of the published reports, of very many of them some, evenly spread."""
    pks = list(Report.objects.published().order_by("pk").values_list("pk", flat=True))
    step = max(1.0, len(pks) / _MOST_TEXTS)
    chosen = [pks[int(number * step)] for number in range(min(len(pks), _MOST_TEXTS))]
    for start in range(0, len(chosen), _TEXTS_A_QUERY):
        rows = Report.objects.filter(pk__in=chosen[start : start + _TEXTS_A_QUERY]).values_list("title", "text")
        yield from (f"{title}\n{text}" for title, text in rows)


def _names() -> Iterator[str]:
    """Names that may be in no report yet, and yet are rightly typed."""
    places = Place.objects.exclude(kind=Place.Kind.COMMUNE).values_list("full_name", flat=True)
    return chain(places, Topic.objects.values_list("name", flat=True))


def _stamp() -> object:
    """Grows with the archive, in steps, so that a busy ingest does not have it counted over and over."""
    count = Report.objects.published().count()
    return count if count < SMALL_ARCHIVE else int(math.log(count, _GROWTH))


def _none_yet() -> Vocabulary | None:
    """A large archive's vocabulary takes seconds to gather: nobody waits for it."""
    return Vocabulary() if Report.objects.published().count() > SMALL_ARCHIVE else None


def _present() -> Vocabulary:
    """The vocabulary as another process left it, or gathered and, of a large archive, left for others."""
    published = Report.objects.published()
    if published.count() <= SMALL_ARCHIVE:
        return gathered(_texts(), _names())
    first = published.order_by("pk").values_list("text_sha256", flat=True).first()
    stamp = f"{VERSION} {_stamp()} {first}"
    found = _read(stamp)
    if found is None:
        found = gathered(_texts(), _names())
        _write(stamp, found)
    return found


def _read(stamp: str) -> Vocabulary | None:
    """What lies in the file, where that is whole and of this stamp."""
    try:
        with zipfile.ZipFile(_FILE) as file:
            words = json.loads(file.read("words"))
            pairs, counts = array("Q", file.read("pairs")), array("I", file.read("counts"))
    except (OSError, zipfile.BadZipFile, KeyError, ValueError):
        return None
    if words["stamp"] != stamp or len(pairs) != len(counts):
        return None
    return Vocabulary(words["reports"], words["syllables"], Neighbours(words["keys"], pairs, counts), words["printed"])


def _write(stamp: str, found: Vocabulary) -> None:
    words = {
        "stamp": stamp,
        "reports": found.reports,
        "syllables": found.syllables,
        "keys": found.neighbours.keys,
        "printed": found.printed,
    }
    with tempfile.NamedTemporaryFile(dir=_FILE.parent, delete=False) as draft, zipfile.ZipFile(draft, "w") as file:
        file.writestr("words", json.dumps(words))
        file.writestr("pairs", found.neighbours.pairs.tobytes())
        file.writestr("counts", found.neighbours.counts.tobytes())
    Path(draft.name).replace(_FILE)


VOCABULARY = Kept(_present, _stamp, seconds=60, meanwhile=_none_yet)
