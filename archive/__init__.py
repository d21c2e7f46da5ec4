"""The record: articles, the facts read in them, and how they came in. Knows nothing of the search index."""
