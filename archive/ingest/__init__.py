"""File to record: read -> clean -> parse -> extract -> store."""
