"""How much one query may ask for. Beyond, it is refused kindly; a long natural question stays far below."""

MAX_LENGTH = 2_000  # characters
MAX_TERMS = 200  # syllables
MAX_CLAUSES = 60  # words side by side, phrases, fields, each once
MAX_DEPTH = 8  # brackets within brackets
MAX_PREFIXES = 3
MIN_PREFIX_LENGTH = 2  # letters before the *
MAX_PHRASE_TERMS = 40
USUAL_NEAR_DISTANCE = 10  # where NEAR has no number
MAX_NEAR_DISTANCE = 50
MAX_OFFSET = 2_000  # results that can be paged through
MAX_PAGE_SIZE = 100
