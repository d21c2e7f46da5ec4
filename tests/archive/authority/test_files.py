"""The authority files are whole: keys unique, references resolve, spelling in one form, and known facts stand."""

import subprocess
import sys
import tomllib
import unicodedata
from datetime import date

import pytest

from archive.authority import files
from archive.authority.entries import SCOPE_KINDS

CSV_FILES = sorted(path.name for path in files.FOLDER.glob("*.csv"))
DATA_FILES = sorted(path.name for path in files.FOLDER.iterdir() if path.suffix in {".csv", ".toml"})
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


def chain_ends(start, step):
    """Follows `step` from a code until it gives "" and fails on a cycle."""
    seen = []
    while start:
        assert start not in seen, f"a cycle: {[*seen, start]}"
        seen.append(start)
        start = step(start)
    return True


@pytest.mark.parametrize("name", DATA_FILES)
def test_files_are_composed_and_without_stray_spaces(name):
    text = (files.FOLDER / name).read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert "\u00a0" not in text
    assert "\r" not in text
    assert not any(line != line.rstrip() for line in text.splitlines())


@pytest.mark.parametrize("name", CSV_FILES)
def test_csv_files_open_with_a_comment_and_have_whole_rows(name):
    text = (files.FOLDER / name).read_text(encoding="utf-8")
    columns, *lines = files.rows(name)
    assert text.startswith("# ")
    assert all(len(line) == len(columns) for line in lines)
    assert all(field == field.strip() for line in lines for field in line)


@pytest.mark.parametrize("name", CSV_FILES)
def test_csv_files_are_sorted_by_their_key_and_the_key_is_unique(name):
    _, *lines = files.rows(name)
    if name == "abbreviations.csv":
        keys = [(line[0], int(line[3])) for line in lines]
    else:
        keys = [(line[0],) for line in lines]
    assert keys == sorted(keys)
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("name", CSV_FILES)
def test_lists_repeat_nothing_and_do_not_repeat_the_name(name):
    columns, *lines = files.rows(name)
    lists = [at for at, column in enumerate(columns) if column in {"abbreviations", "aliases", "former_names"}]
    for line in lines:
        for at in lists:
            entries = line[at].split("|") if line[at] else []
            assert len(entries) == len(set(entries)), line
            assert all(entry and entry == entry.strip() for entry in entries), line


def test_codes_are_slugs_that_the_database_can_hold():
    codes = [entry.code for entry in (*files.places(), *files.communes(), *files.agencies(), *files.documents())]
    assert all(code.isascii() and code.replace("-", "").replace("_", "").isalnum() for code in codes)
    assert max(map(len, codes)) <= 160


def test_agency_codes_are_unique():
    assert len(files.agencies_by_code()) == len(files.agencies())


# Places


def test_parents_and_successors_of_places_exist_and_never_turn_in_a_circle():
    known = files.places_by_code()
    for place in files.places():
        assert not place.parent or place.parent in known
        assert not place.successor or place.successor in known
        assert chain_ends(place.code, lambda code: known[code].parent)
        assert chain_ends(place.code, lambda code: known[code].successor)


def test_what_has_a_successor_has_ended():
    for entry in (*files.places(), *files.agencies()):
        assert not entry.successor or entry.valid_to, entry.code


def test_nothing_ends_before_it_begins():
    for entry in (*files.places(), *files.agencies()):
        assert not (entry.valid_from and entry.valid_to) or entry.valid_from <= entry.valid_to, entry.code


@pytest.mark.parametrize(
    ("day", "count"),
    [(date(2004, 1, 1), 64), (date(2008, 7, 31), 64), (date(2008, 8, 1), 63), (date(2025, 1, 1), 63), (AFTER, 34)],
)
def test_provinces_of_a_day(day, count):
    assert len(files.provinces_at(day)) == count


def test_every_province_that_ended_in_2025_went_into_one_that_stands():
    standing = {place.code for place in files.provinces_at(AFTER)}
    ended = [place for place in files.provinces() if place.valid_to == BEFORE]
    assert len(ended) == 29
    assert all(place.successor in standing for place in ended)


def test_the_province_merger_of_the_shared_table(shared):
    lines = (shared / "data" / "old_to_new_provinces.csv").read_text(encoding="utf-8").splitlines()[1:]
    names = {place.name: place for place in files.provinces()}
    for line in lines:
        old, new = (name.removeprefix("Tỉnh ").removeprefix("Thành phố ") for name in line.split(",")[1::2])
        assert files.province_of(names[old].code, AFTER).name == new


@pytest.mark.parametrize(
    ("code", "day", "name"),
    [
        ("binh-phuoc", date(2020, 1, 1), "Bình Phước"),
        ("binh-phuoc", date(2026, 1, 1), "Đồng Nai"),
        ("binh-phuoc_loc-ninh", date(2026, 1, 1), "Đồng Nai"),
        ("ha-tay", date(2010, 1, 1), "Hà Nội"),
        ("hue_a-luoi", date(2015, 1, 1), "Thừa Thiên Huế"),
        ("thua-thien-hue", date(2025, 2, 1), "Huế"),
    ],
)
def test_the_province_that_covered_a_place_on_a_day(code, day, name):
    assert files.province_of(code, day).name == name


def test_a_country_lies_in_no_province():
    assert files.province_of("lao") is None


@pytest.mark.parametrize(
    ("code", "unit"),
    [
        ("binh-phuoc", "tỉnh Bình Phước"),
        ("can-tho", "thành phố Cần Thơ"),
        ("ho-chi-minh", "Thành phố Hồ Chí Minh"),
        ("ho-chi-minh_quan-1", "quận 1"),
        ("binh-phuoc_loc-ninh", "huyện Lộc Ninh"),
        ("dong-thap_thanh-pho-cao-lanh", "thành phố Cao Lãnh"),
        ("dong-thap_huyen-cao-lanh", "huyện Cao Lãnh"),
    ],
)
def test_how_a_place_stands_inside_the_name_of_an_agency(code, unit):
    assert files.places_by_code()[code].unit == unit


def test_communes_of_both_maps():
    old = [commune for commune in files.communes() if commune.valid_to]
    new = [commune for commune in files.communes() if commune.valid_from]
    provinces = {place.code for place in files.provinces_at(AFTER)}
    districts = {place.code for place in files.districts()}
    assert (len(old), len(new)) == (10_035, 3_321)
    assert all(commune.parent in districts for commune in old)
    assert {commune.parent for commune in new} == provinces


@pytest.mark.parametrize("spelling", ["TP.HCM", "TP. Hồ Chí Minh", "Thừa Thiên- Huế", "BR-VT", "Đăk Lăk", "Daklak"])
def test_common_spellings_of_provinces_are_known(spelling):
    names = {name for place in files.provinces() for name in (*place.abbreviations, *place.aliases)}
    assert spelling in names


# Agencies


def test_at_least_four_hundred_agencies_are_written_out():
    assert len(files.concrete_agencies()) >= 400


def test_parents_successors_and_places_of_agencies_exist_and_never_turn_in_a_circle():
    known, places = files.agencies_by_code(), files.places_by_code()
    for agency in files.agencies():
        assert not agency.parent or agency.parent in known, agency.code
        assert not agency.successor or agency.successor in known, agency.code
        assert not agency.place or agency.place in places, agency.code
        assert chain_ends(agency.code, lambda code: known[code].parent)
        assert chain_ends(agency.code, lambda code: known[code].successor)


def test_names_of_agencies_above_the_district_are_unique():
    names = [agency.name for agency in files.agencies() if agency.level != "district"]
    assert len(names) == len(set(names))


def test_families_name_known_places_and_families():
    places, families = files.places_by_code(), {family.code for family in files.agency_families()}
    agencies = {agency.code for agency in files.concrete_agencies()}
    for family in files.agency_families():
        assert {*family.only, *family.without, *dict(family.names)} <= set(places), family.code
        for reference in (family.parent, family.successor):
            assert not reference or reference.removeprefix("@") in (families if reference[0] == "@" else agencies)


def test_every_template_ends_with_its_place_so_that_heads_stand_before_it():
    for family in files.agency_families():
        assert all(template.endswith(("{unit}", "{name}")) for template in family.templates), family.code
        assert all(head and not head.endswith(" ") for head in family.heads)


@pytest.mark.parametrize(
    "family",
    ["cong-an", "bo-chqs", "vksnd", "tand", "ubnd", "hdnd", "tinh-uy", "mttq", "ldld", "hoi-lhpn", "tinh-doan"],
)
def test_every_province_of_every_time_has_the_family(family):
    covered = {agency.place for agency in files.agencies() if agency.family == family}
    assert covered == {place.code for place in files.provinces()}


@pytest.mark.parametrize(
    "family", ["cong-an-huyen", "ban-chqs", "ubnd-huyen", "vksnd-huyen", "tand-huyen", "hat-kiem-lam"]
)
def test_every_district_has_the_family(family):
    covered = {agency.place for agency in files.agencies() if agency.family == family}
    assert covered == {place.code for place in files.districts()}


def test_open_patterns_are_not_expanded_but_name_any_place():
    families = {family.code: family for family in files.agency_families()}
    assert families["don-bien-phong"].scope == "commune"
    assert families["don-bien-phong"].name_for("Hoa Lư", "commune") == "Đồn Biên phòng Hoa Lư"
    assert families["cong-an-xa"].name_for("Minh Hưng", "ward") == "Công an phường Minh Hưng"
    assert not any(agency.family == "don-bien-phong" for agency in files.agencies())


def test_every_scope_has_kinds():
    assert {family.scope for family in files.agency_families()} == set(SCOPE_KINDS)


def test_border_guards_stand_on_borders_and_coasts_only():
    until_2025 = [agency for agency in files.agencies() if agency.family == "bdbp" and agency.valid_to == BEFORE]
    assert len(until_2025) == 44
    assert "bdbp_binh-duong" not in files.agencies_by_code()


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("cong-an_binh-phuoc", "Công an tỉnh Bình Phước"),
        ("cong-an_ho-chi-minh", "Công an Thành phố Hồ Chí Minh"),
        ("bdbp_binh-phuoc", "Bộ đội Biên phòng tỉnh Bình Phước"),
        ("bo-chqs_gia-lai", "Bộ Chỉ huy Quân sự tỉnh Gia Lai"),
        ("bo-chqs_ha-noi", "Bộ Tư lệnh Thủ đô Hà Nội"),
        ("bo-chqs_ho-chi-minh", "Bộ Tư lệnh Thành phố Hồ Chí Minh"),
        ("cuc-hai-quan_quang-tri", "Cục Hải quan tỉnh Quảng Trị"),
        ("tinh-uy_can-tho", "Thành ủy Cần Thơ"),
        ("ban-noi-chinh_binh-thuan", "Ban Nội chính Tỉnh ủy Bình Thuận"),
        ("tinh-doan_nam-dinh", "Tỉnh Đoàn Nam Định"),
        ("cong-an-huyen_ho-chi-minh_quan-1", "Công an quận 1"),
        ("huyen-uy_binh-phuoc_loc-ninh", "Huyện ủy Lộc Ninh"),
    ],
)
def test_canonical_names(code, name):
    assert files.agencies_by_code()[code].name == name


@pytest.mark.parametrize(
    ("code", "ended_on", "successor"),
    [
        ("cong-an_binh-phuoc", BEFORE, "cong-an_dong-nai"),
        ("bdbp_binh-phuoc", BEFORE, "ban-ch-bdbp_dong-nai"),
        ("bdbp_tay-ninh", BEFORE, "ban-ch-bdbp_tay-ninh"),
        ("so-nnptnt_binh-phuoc", date(2025, 2, 28), "so-nnmt_binh-phuoc"),
        ("so-nnmt_binh-phuoc", BEFORE, "so-nnmt_dong-nai"),
        ("cong-an-huyen_binh-phuoc_loc-ninh", date(2025, 2, 28), "cong-an_binh-phuoc"),
        ("cong-an_ha-tay", date(2008, 7, 31), "cong-an_ha-noi"),
        ("tong-cuc-hai-quan", date(2025, 2, 28), "cuc-hai-quan"),
        ("bo-giao-thong-van-tai", date(2025, 2, 28), "bo-xay-dung"),
        ("tong-cuc-canh-sat-phong-chong-toi-pham", date(2014, 11, 16), "tong-cuc-canh-sat"),
    ],
)
def test_reorganisations(code, ended_on, successor):
    agency = files.agencies_by_code()[code]
    assert (agency.valid_to, agency.successor) == (ended_on, successor)


def test_a_body_of_a_place_is_known_under_the_abbreviations_of_the_place():
    assert "Công an TP.HCM" in files.agencies_by_code()["cong-an_ho-chi-minh"].aliases


# The smaller files


def test_posts_ranks_and_honorifics_hold_what_reports_print():
    assert {"Thượng tướng", "Đại tá", "Thiếu úy", "Chuẩn Đô đốc"} <= {rank.name for rank in files.ranks()}
    assert {"đồng chí", "ông", "bà", "Hòa thượng", "Tiến sĩ"} <= {entry.name for entry in files.honorifics()}
    assert {"Phó Giám đốc", "Chính ủy", "Tham mưu trưởng", "Viện trưởng", "Ủy viên Bộ Chính trị"} <= {
        post.name for post in files.posts() if post.kind == "head"
    }
    assert {"Nguyên", "Quyền", "Phụ trách"} <= {post.name for post in files.posts() if post.kind == "prefix"}


def test_generals_outrank_colonels():
    seniority = {rank.name: rank.seniority for rank in files.ranks()}
    assert seniority["Đại tướng"] > seniority["Thượng tướng"] > seniority["Thiếu tướng"] > seniority["Đại tá"]


def test_documents_know_their_successors():
    known = {document.code: document for document in files.documents()}
    assert all(not document.replaced_by or document.replaced_by in known for document in known.values())
    assert known["quyet-dinh-107-2003-qd-ttg"].replaced_by == "nghi-dinh-77-2010-nd-cp"
    assert known["nghi-dinh-77-2010-nd-cp"].replaced_by == "nghi-dinh-03-2019-nd-cp"
    assert all(chain_ends(code, lambda code: known[code].replaced_by) for code in known)


def test_documents_are_of_known_types_and_dated_in_their_year():
    types = {entry.name for entry in files.document_types()}
    for document in files.documents():
        assert document.type in types
        assert document.issued_on.year == document.year


def test_issuers_by_suffix():
    issuers = {issuer.suffix: issuer.name for issuer in files.document_issuers()}
    assert issuers["CP"] == "Chính phủ"
    assert issuers["TTg"] == "Thủ tướng Chính phủ"
    assert issuers["BCA"] == "Bộ Công an"


def test_topics_are_unique_and_each_has_triggers():
    topics = files.topics()
    assert len({topic.code for topic in topics}) == len(topics) == len({topic.name for topic in topics})
    assert [topic.code for topic in topics] == sorted(topic.code for topic in topics)
    assert all(topic.triggers and topic.name_en for topic in topics)


def test_abbreviations_cover_those_people_search_for():
    wanted = "ANTT BĐBP CSB QĐND CAND PCTP TAND VKSND UBND QLTT LĐLĐ TP.HCM NQLT LHPN MTTQ HĐND PCCC"
    assert set(wanted.split()) <= set(files.abbreviations())
    assert len(files.abbreviations()) >= 200


def test_an_ambiguous_abbreviation_lists_all_its_readings_in_order():
    readings = files.abbreviations()["BCT"]
    assert [reading.expansion for reading in readings] == ["Bộ Chính trị", "Bộ Công Thương"]
    assert all(
        [entry.order for entry in group] == list(range(1, len(group) + 1)) for group in files.abbreviations().values()
    )


def test_units_know_scales_and_no_spelling_is_two_units():
    spellings = [name for unit in files.units() for name in (unit.name, *unit.aliases)]
    factors = {unit.name: unit.factor for unit in files.units() if unit.kind == "scale"}
    assert factors["tỷ"] == 1_000_000_000
    assert len(spellings) == len(set(spellings))


@pytest.mark.parametrize(
    ("url", "name", "province"),
    [
        ("https://www.baobinhphuoc.com.vn/a.html", "Báo Bình Phước", "binh-phuoc"),
        ("http://m.baogialai.com.vn/x", "Báo Gia Lai", "gia-lai"),
        ("https://chonthanh.binhphuoc.gov.vn/", "", "binh-phuoc"),
        ("https://daknong.dms.gov.vn/", "Tổng cục Quản lý thị trường", "dak-nong"),
        ("https://congan.hochiminhcity.gov.vn/", "", "ho-chi-minh"),
        ("https://cand.com.vn/", "Công an nhân dân", ""),
    ],
)
def test_the_outlet_and_its_province_are_read_from_the_address(url, name, province):
    outlet = files.outlet_of(url)
    assert (outlet.name, outlet.province) == (name, province)


@pytest.mark.parametrize("url", ["https://example.org/", "https://thue.gov.vn/", "", "không phải địa chỉ"])
def test_an_address_that_tells_nothing_has_no_outlet(url):
    assert files.outlet_of(url) is None


def test_outlets_name_known_provinces():
    known = {place.code for place in files.provinces()}
    assert len(files.outlets()) >= 80
    assert all(not outlet.province or outlet.province in known for outlet in files.outlets())


def test_a_dateline_code_leads_to_its_outlet():
    assert [outlet.name for outlet in files.outlets_by_dateline()["QNO"]] == ["Báo Quảng Nam"]


def test_the_families_file_has_only_known_keys():
    with (files.FOLDER / "agency_families.toml").open("rb") as binary:
        assert all({"code", "name", "kind", "level", "scope"} <= set(row) for row in tomllib.load(binary)["family"])


def test_reading_everything_needs_no_django():
    program = (
        "import sys; from archive.authority import files as f;"
        "f.agencies(); f.communes(); f.documents(); f.topics(); f.abbreviations(); f.outlets();"
        "assert 'django' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=files.FOLDER.parent.parent)
