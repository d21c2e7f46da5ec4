"""The query language: text -> parse -> expand -> Haystack SQ tree, and described back to the person."""
