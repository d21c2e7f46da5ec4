"""Entries are found by what people type."""

from archive.models import Agency
from archive.review import lookup, merging


def names(typed: str) -> list[str]:
    return [name for _code, name in lookup.suggest("agency", typed)]


def test_unmarked_and_half_typed_names_find_the_agency(police, guards):
    assert names("cong an binh ph") == [police.name]
    assert set(names("Bình Phước")) == {police.name, guards.name}
    assert names("hai quan") == []
    assert names("") == []


def test_another_name_leads_to_the_agency_and_a_merged_one_to_nothing(police, guards, by):
    merging.add_alias(police, "CABP", "abbreviation", by)
    assert names("cabp") == [police.name]
    merging.merge_agencies(guards, police, by)
    assert names("bien phong") == [police.name], "the merged name is one of the agency's now"


def test_a_proposed_name_is_likened_to_reviewed_ones(police, guards):
    proposed = Agency.objects.create(code="la", name="Công an Bình Phước", is_reviewed=False)
    assert lookup.alike(proposed)[0] == police
