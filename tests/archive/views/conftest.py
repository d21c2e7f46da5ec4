import pytest
from django.test import Client

from tests.factories import StaffFactory


@pytest.fixture
def staff(db: None) -> Client:
    """A browser logged in as staff."""
    client = Client()
    client.force_login(StaffFactory())
    return client
