"""Engines behind one contract: each module here is a Haystack backend, and nothing outside knows which one is on."""
