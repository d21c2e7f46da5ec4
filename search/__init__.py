"""The index: one analysis, a query language, engines behind Haystack, and the life of the index."""
