"""Which names the lexicon takes from the archive."""

from datetime import date

import pytest

from search.query.lexicon import build, keys_of, stamp, with_units_abbreviated
from tests.factories import (
    AgencyFactory,
    AgencyRoleFactory,
    LegalDocumentFactory,
    PlaceFactory,
    ReportFactory,
    TopicFactory,
)


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Công an thành phố Thủ Đức", ["Công an TP Thủ Đức", "Công an T.P Thủ Đức"]),
        ("Quận 1", ["Q 1", "Q1"]),
        ("Thị xã Điện Bàn", ["TX Điện Bàn", "T.X Điện Bàn"]),
        ("Quản lý hành chính về trật tự xã hội", []),
        ("Công an thành phố", []),
    ],
)
def test_units_in_short(name, forms):
    assert list(with_units_abbreviated(name)) == forms


def found(lexicon, text):
    return {(entry.kind, entry.key) for entry in lexicon.whole(keys_of(text))}


@pytest.mark.django_db
def test_a_new_agency_is_known_by_what_it_followed_in_reports():
    new = AgencyFactory(code="moi", name="Sở Nông nghiệp và Môi trường", level="province", valid_from=date(2025, 3, 1))
    old = AgencyFactory(code="cu", name="Sở Nông nghiệp", level="province", successor=new, valid_to=date(2025, 2, 28))
    AgencyFactory(code="la", name="Sở Không ai nhắc", level="province")
    AgencyRoleFactory(report=ReportFactory(), agency=old)
    lexicon = build()
    assert found(lexicon, "Sở Nông nghiệp và Môi trường") == {("agency", "moi")}
    assert found(lexicon, "Sở Không ai nhắc") == set()
    assert lexicon.predecessors("agency", "moi") == {"cu": "Sở Nông nghiệp"}


@pytest.mark.django_db
def test_what_took_another_one_in_is_the_continuation_of_a_place_and_of_no_agency():
    for factory, kind in ((AgencyFactory, "agency"), (PlaceFactory, "place")):
        living = factory(code="con", name="Còn")
        factory(code="het", name="Hết", successor=living, valid_to=date(2025, 6, 30))
        assert build().predecessors(kind, "con") == ({"het": "Hết"} if kind == "place" else {})


@pytest.mark.django_db
def test_a_force_has_the_bodies_in_reports_that_bear_its_name():
    force = AgencyFactory(code="hq", name="Hải quan", level="force")
    agencies = [
        AgencyFactory(code="cuc", name="Cục Hải quan tỉnh Không Tên", level="province"),
        AgencyFactory(code="kiem-dinh", name="Cục Kiểm định hải quan", level="department"),
        AgencyFactory(code="ngoai", name="Hải quan Nước Ngoài", level="foreign"),
        AgencyFactory(code="quang", name="Sở Hải quang", level="province"),
        force,
    ]
    AgencyFactory(code="vang", name="Chi cục Hải quan không ai nhắc", level="unit")
    AgencyRoleFactory(agency=AgencyFactory(code="nhac", name="Chi cục Hải quan được nhắc"), role="mentioned")
    before = stamp()
    for agency in agencies:
        AgencyRoleFactory(report=ReportFactory(), agency=agency)
    assert stamp() != before
    assert build().bodies("hq") == ["cuc"]


@pytest.mark.django_db
def test_documents_topics_and_outlets_by_their_names():
    LegalDocumentFactory(code="luat", type="Luật", number="06/2003/QH11", title="Luật Biên giới", aliases=["LBG"])
    LegalDocumentFactory(code="qd", type="Quyết định", number="1/QĐ", title="Về việc khác", aliases=["Đề án 1"])
    TopicFactory(code="ma-tuy", name="Ma túy, tiền chất", name_en="Drugs and precursors")
    ReportFactory(outlet="Báo Biên Cương")
    lexicon = build()
    assert found(lexicon, "luật biên giới") == found(lexicon, "LBG") == {("document", "luat")}
    assert found(lexicon, "Đề án 01") == {("document", "qd")}
    assert found(lexicon, "Về việc khác") == set()
    assert ("topic", "ma-tuy") in found(lexicon, "tiền chất") & found(lexicon, "precursors")
    assert found(lexicon, "heroin") == {("trigger", "ma-tuy")}
    assert found(lexicon, "biên cương") == {("outlet", "Báo Biên Cương")}


@pytest.mark.django_db
def test_the_lexicon_is_stale_when_a_new_outlet_appears():
    before = stamp()
    ReportFactory(outlet="Báo Mới")
    assert stamp() != before
