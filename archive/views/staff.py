"""Who may see the desk."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib.admin.views.decorators import staff_member_required
from django.http import HttpResponse

_View = TypeVar("_View", bound=Callable[..., HttpResponse])


def staff(view: _View) -> _View:
    """For staff; everybody else is asked to log in."""
    return staff_member_required(view, login_url="login")
