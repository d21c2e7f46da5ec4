"""No address and no query holds the character that PostgreSQL refuses."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["/agency/%00/", "/report/GB-%00/", "/document/a%00b/", "/place/%00/", "/topic/%00/"]
)
def test_an_address_with_nul_is_nowhere(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/official/", "/agency/", "/document/"])
def test_nul_is_left_out_of_a_query(client, address):
    answer = client.get(f"{address}?q=l%00an")
    assert answer.status_code == 200
    assert answer.wsgi_request.GET["q"] == "lan"
