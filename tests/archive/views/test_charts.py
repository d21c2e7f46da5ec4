from archive.views.charts import HEIGHT, histogram
from archive.views.tiles import ISLANDS, POSITIONS, tiles


def address(number):
    return f"/date/{number}/"


def test_nothing_counted_draws_nothing():
    assert histogram({}, address) is None


def test_a_year_between_without_reports_keeps_its_place():
    bars = histogram({2004: 2, 2006: 1}, address).bars
    assert [(bar.label, bar.count) for bar in bars] == [("2004", 2), ("2005", 0), ("2006", 1)]
    assert bars[1].height == 0


def test_bars_stand_on_the_axis_and_the_smallest_is_seen():
    for bar in histogram({1: 1, 2: 100_000}, address).bars:
        assert bar.height >= 2
        assert bar.y + bar.height == HEIGHT


def test_the_last_year_is_always_labelled_and_labels_are_few():
    bars = histogram(dict.fromkeys(range(1950, 2027), 1), address).bars
    assert bars[-1].label_class == "major"
    assert sum(bool(bar.label_class) for bar in bars) <= 13


def test_there_is_a_tile_for_each_of_the_34_provinces_and_no_two_share_a_place():
    assert len(POSITIONS) == 34
    assert len({*POSITIONS.values(), *ISLANDS.values()}) == 36


def test_a_tile_is_darker_the_more_reports_it_has():
    names = {"ha-noi": "Hà Nội", "hue": "Huế", "ca-mau": "Cà Mau"}
    heat = {tile.code: tile.heat for tile in tiles(names, {"ha-noi": 80, "hue": 3})}
    assert heat["ha-noi"] == 5
    assert 1 <= heat["hue"] < 5
    assert heat["ca-mau"] == 0


def test_provinces_of_the_authority_file_are_those_of_the_grid():
    from archive.authority.files import places

    kinds = ("province", "city")
    today = {
        entry.code for entry in places() if entry.kind in kinds and entry.parent == "viet-nam" and not entry.valid_to
    }
    assert today == set(POSITIONS)
