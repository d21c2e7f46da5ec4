"""gunicorn's own settings: `gunicorn --config python:config.gunicorn config.wsgi`."""

from gunicorn.http import message

# A query that is too long is refused by the site, in words (search/query/limits.py). Above its own 8 KB gunicorn would
# answer with a bare error, and a Vietnamese letter takes nine bytes of an address. What follows is still bounded.
LONGEST_ADDRESS = 1 << 20  # bytes

message.MAX_REQUEST_LINE = LONGEST_ADDRESS
limit_request_line = LONGEST_ADDRESS
