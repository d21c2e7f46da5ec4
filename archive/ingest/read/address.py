"""Web addresses as pages and feeds give them."""

from urllib.parse import urlsplit


def is_address(text: str) -> bool:
    """Whether it can be taken apart as an http address; "http://[" cannot."""
    try:
        return urlsplit(text).scheme in ("http", "https") and bool(urlsplit(text).hostname)
    except ValueError:
        return False
