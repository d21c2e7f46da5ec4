"""Facts read from a parsed article, one module a kind of fact; pure functions of the text and the authority files."""

from archive.ingest.extract import (
    agencies,
    agency_names,
    dates,
    documents,
    figures,
    judgment,
    officials,
    places,
    topics,
)
from archive.ingest.extract.context import read
from archive.ingest.records import Extraction, Parsed, Span

VERSION = 1


def extract(parsed: Parsed) -> Extraction:
    """Everything the article says, each fact with its evidence."""
    context = read(parsed)
    cited = documents.citations(context)
    named_places = places.find_mentions(context)
    home = places.find_home(context, named_places)
    people = officials.find_people(context)
    named_agencies = agency_names.find_mentions(context, home, frozenset(person.name_span.start for person in people))
    parts = agencies.find_agencies(context, named_agencies, people, cited)
    published = dates.find_published(context)
    meeting, notes = dates.find_meeting(context, cited, published)
    home_code = home.province.code if home.province else ""
    day = meeting or published
    on_topics = topics.find_mentions(context)
    return Extraction(
        parsed=parsed,
        version=VERSION,
        judgment=judgment.judge(context, parts, meeting),
        dates=tuple(fact for fact in (published, meeting) if fact is not None),
        place=home.fact,
        agencies=parts,
        officials=officials.find_officials(context, people),
        documents=documents.find_documents(context, cited, home_code, day.value if day else None),
        figures=figures.find_figures(context, cited, on_topics, tuple(Span(m.start, m.end) for m in named_agencies)),
        topics=topics.find_topics(context, on_topics),
        notes=notes,
    )
