"""Engines behind one contract: each module here is a Haystack backend, and nothing outside knows which one is on."""

ENGINES = ("whoosh", "tantivy")  # the names GIAOBAN_SEARCH_ENGINE may have, those for larger archives last
