"""The ground floor: pure functions on Vietnamese text, which know nothing of the archive."""
