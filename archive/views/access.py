"""Who may see a page."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib.admin.views.decorators import staff_member_required
from django.http import HttpResponse

View = TypeVar("View", bound=Callable[..., HttpResponse])


def staff_only(view: View) -> View:
    """Others are asked to log in."""
    return staff_member_required(view, login_url="login")
