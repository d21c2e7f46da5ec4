"""What can go wrong with the index, raised where it happens and turned into an answer at the edge."""

from django.utils.translation import gettext as _

RETRY_AFTER = 60  # seconds in which an index that was lost is mostly there again


class SearchError(Exception):
    """Base of this app's errors. `message` is safe to show to anyone."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class IndexUnavailable(SearchError):
    """There is no readable index now: it is being built for the first time, or was lost and is being rebuilt.

    `reason` is for the log. Answer with 503, never with an empty result.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(_("Chỉ mục tìm kiếm đang được dựng. Xin thử lại sau ít phút."))
        self.reason = reason


class QueryTooExpensive(SearchError):
    """The query would have the engine look at too much."""

    def __init__(self) -> None:
        super().__init__(_("Có quá nhiều từ bắt đầu như vậy. Xin gõ thêm vài chữ trước dấu *."))


class UnknownCondition(SearchError):
    """A condition that no engine knows: a fault of the caller, not of the person who typed."""

    def __init__(self, expression: str) -> None:
        super().__init__(_("Không hiểu điều kiện tìm “%(expression)s”.") % {"expression": expression})
