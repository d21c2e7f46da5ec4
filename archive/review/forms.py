"""What a person may say: about a fact (one form a kind), about an authority entry, about a report."""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.models import (
    Agency,
    AgencyName,
    AgencyRole,
    Appearance,
    Evidence,
    LegalDocument,
    Meeting,
    Official,
    Report,
    ReportDate,
    Topic,
)
from archive.review import lookup
from archive.review.merging import free_code, new_agency
from archive.review.spans import NotInText, locate
from archive.vietnamese.dates import PartialDate
from archive.vietnamese.normalize import fold, normalize

_PRINTED_DATE = re.compile(r"(?:(?:(\d{1,2})[/.-])?(\d{1,2})[/.-])?(\d{4})")
_DAY_AND_MONTH = re.compile(r"(\d{1,2})[/.-](\d{1,2})")


class CleanText(forms.CharField):
    """One line, in one Unicode form."""

    def to_python(self, value: Any) -> str:
        return " ".join(normalize(super().to_python(value) or "").split())


class DateOfAnyPrecision(forms.CharField):
    """26/7/2010, 7/2010, 2010, 25/4 (year unknown) or EDTF; a PartialDate, or None where it may be left empty."""

    def to_python(self, value: Any) -> Any:
        typed = str(value or "").strip()
        if not typed:
            return None
        try:
            return _date_of(typed)
        except ValueError as error:
            raise forms.ValidationError(_("Hãy ghi 26/7/2010, 7/2010, 2010, hoặc 25/4 khi không rõ năm.")) from error

    def prepare_value(self, value: Any) -> Any:
        return _as_printed(value) if isinstance(value, PartialDate) else value


def _date_of(typed: str) -> PartialDate:
    if match := _PRINTED_DATE.fullmatch(typed):
        day, month, year = match.groups()
        return PartialDate(int(year), int(month) if month else None, int(day) if day else None)
    if match := _DAY_AND_MONTH.fullmatch(typed):
        return PartialDate(None, int(match[2]), int(match[1]))
    return PartialDate.from_edtf(typed)


def _as_printed(when: PartialDate) -> str:
    return "/".join(str(part) for part in (when.day, when.month, when.year) if part is not None)


class Entry(CleanText):
    """An authority entry by name or code; `find` raises Unknown, and then `self.missing` has the name."""

    def __init__(self, kind: str, find: Callable[[str], Any], **options: Any) -> None:
        super().__init__(max_length=300, **options)
        self.widget.attrs |= {"data-lookup": kind, "autocomplete": "off", "list": f"{kind}-entries"}
        self.find = find

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return self.find(typed)
        except lookup.Unknown:
            return typed
        except lookup.Ambiguous as error:
            codes = ", ".join(f"[{code}]" for code in error.args)
            raise forms.ValidationError(_("Có nhiều mục cùng tên; hãy ghi mã: %(codes)s") % {"codes": codes}) from error

    def prepare_value(self, value: Any) -> Any:
        return value


class FactForm(forms.Form):
    """Base: the place in the text. `values` are the fact's fields once the form is valid."""

    quote = forms.CharField(
        label=gettext_lazy("Chữ trong bài"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Bôi chọn trong bài, hoặc chép đúng chữ của bài; để trống nếu bài không viết ra."),
    )
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, report: Report, fact: Evidence | None = None, initial: Any = None) -> None:
        self.report, self.fact = report, fact
        known = {"quote": fact.quote, "start": fact.start, "end": fact.end, **self.known(fact)} if fact else {}
        super().__init__(data, initial={**known, **(initial or {})})
        self.order_fields([name for name in self.fields if name not in FactForm.base_fields])

    def known(self, fact: Any) -> dict[str, Any]:
        """What the fields show at first."""
        return {name: getattr(fact, name) for name in self.fields_of_fact()}

    @classmethod
    def fields_of_fact(cls) -> list[str]:
        return [name for name in cls.base_fields if name not in FactForm.base_fields]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        try:
            place = locate(self.report.source_text, data.get("quote", ""), data.get("start"), data.get("end"))
        except NotInText:
            self.add_error("quote", _("Trong bài không có đúng những chữ này."))
            return data
        return {**data, "start": place.start, "end": place.end, "quote": place.quote}

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"start": data["start"], "end": data["end"], "quote": data["quote"], **self.said(data)}

    def said(self, data: dict[str, Any]) -> dict[str, Any]:
        """The fields of the kind."""
        return {name: data[name] for name in self.fields_of_fact()}


class DateForm(FactForm):
    kind = forms.ChoiceField(label=gettext_lazy("Loại ngày"), choices=ReportDate.Kind.choices)
    value = DateOfAnyPrecision(label=gettext_lazy("Ngày"), help_text=gettext_lazy("26/7/2010, 7/2010, 2010 hoặc 25/4"))


class PlaceForm(FactForm):
    place = Entry("place", lookup.find_place, label=gettext_lazy("Tỉnh, huyện, xã"), required=False)
    name = CleanText(label=gettext_lazy("Nơi họp như bài viết"), required=False, max_length=300)

    def known(self, fact: Any) -> dict[str, Any]:
        return {"place": fact.place.full_name if fact.place else "", "name": fact.name}

    def clean(self) -> dict[str, Any]:
        data = _without_unknown(self, super().clean(), "place")
        if not data.get("place") and not data.get("name") and not self.errors:
            raise forms.ValidationError(_("Hãy ghi địa danh hoặc nơi họp."))
        return data

    def said(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"place": data["place"], "name": data["name"] or data["place"].full_name}


class AgencyForm(FactForm):
    agency = Entry("agency", lookup.find_agency, label=gettext_lazy("Cơ quan"))
    role = forms.ChoiceField(label=gettext_lazy("Vai trò"), choices=AgencyRole.Role.choices)
    is_new = forms.BooleanField(label=gettext_lazy("Thêm cơ quan này vào danh mục nếu chưa có"), required=False)

    def known(self, fact: Any) -> dict[str, Any]:
        return {"agency": fact.agency.name, "role": fact.role}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if isinstance(data.get("agency"), str) and not data.get("is_new"):
            self.add_error("agency", _("Danh mục chưa có cơ quan này; chọn một gợi ý hoặc đánh dấu ô thêm mới."))
        return data

    def said(self, data: dict[str, Any]) -> dict[str, Any]:
        agency = data["agency"]
        return {"agency": new_agency(agency) if isinstance(agency, str) else agency, "role": data["role"]}


class OfficialForm(FactForm):
    name = CleanText(label=gettext_lazy("Họ tên"), max_length=120)
    rank = CleanText(label=gettext_lazy("Cấp bậc, cách gọi"), required=False, max_length=60)
    posts = forms.CharField(
        label=gettext_lazy("Chức vụ, mỗi dòng một chức"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    role = forms.ChoiceField(label=gettext_lazy("Vai trò"), choices=Appearance.Role.choices)
    person = forms.CharField(label=gettext_lazy("Là người"), required=False, widget=forms.Select)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.namesakes = self._namesakes()
        people = [(str(one.pk), f"{one.name} (#{one.pk})") for one in self.namesakes]
        self.fields["person"].widget.choices = [*people, ("", _("người mới"))]

    def _namesakes(self) -> list[Official]:
        """Who it may be: a person of another name is another person."""
        name = self.data.get("name") or (self.fact.name if isinstance(self.fact, Appearance) else "")
        return list(Official.objects.filter(folded_name=fold(name), merged_into=None).order_by("pk")[:50])

    def known(self, fact: Any) -> dict[str, Any]:
        shown = {name: getattr(fact, name) for name in ("name", "rank", "role")}
        return {**shown, "posts": "\n".join(fact.posts), "person": str(fact.official_id)}

    def clean_posts(self) -> list[str]:
        lines = (" ".join(normalize(line).split()) for line in self.cleaned_data["posts"].splitlines())
        return [line for line in lines if line]

    def said(self, data: dict[str, Any]) -> dict[str, Any]:
        people = {str(one.pk): one for one in self.namesakes}
        official = people.get(data["person"]) or Official(name=data["name"], folded_name=fold(data["name"]))
        return {**{name: data[name] for name in ("name", "rank", "posts", "role")}, "official": official}


class DocumentForm(FactForm):
    document = Entry("document", lookup.find_document, label=gettext_lazy("Văn bản"), required=False)
    type = CleanText(label=gettext_lazy("Loại"), required=False, max_length=80)
    number = CleanText(label=gettext_lazy("Số, ký hiệu"), required=False, max_length=80)
    year = forms.IntegerField(label=gettext_lazy("Năm"), required=False, min_value=1900, max_value=2100)
    issuer = CleanText(label=gettext_lazy("Cơ quan ban hành"), required=False, max_length=300)

    def known(self, fact: Any) -> dict[str, Any]:
        return {"document": f"{fact.document.name} [{fact.document.code}]"}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if isinstance(data.get("document"), str):
            self.add_error("document", _("Chưa có văn bản này; chọn một gợi ý, hoặc để trống và ghi loại, số."))
        elif not data.get("document") and not data.get("type") and not self.errors:
            raise forms.ValidationError(_("Hãy chọn văn bản, hoặc ghi loại và số của văn bản mới."))
        return data

    def said(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"document": data["document"] or self._new(data)}

    def _new(self, data: dict[str, Any]) -> LegalDocument:
        document = LegalDocument(**{name: data[name] for name in ("type", "number", "year", "issuer")})
        document.code = free_code(LegalDocument, document.name.replace("/", "-"))
        return document


class FigureForm(FactForm):
    value_text = CleanText(label=gettext_lazy("Như bài viết"), max_length=60, help_text="6.328; 180 tỷ")
    value = CleanText(label=gettext_lazy("Giá trị bằng số"), help_text="6328; 180000000000; 3.5")
    unit = CleanText(label=gettext_lazy("Đơn vị"), required=False, max_length=80)
    noun = CleanText(label=gettext_lazy("Của cái gì"), required=False, max_length=300)
    qualifier = CleanText(label=gettext_lazy("Hơn, gần, khoảng…"), required=False, max_length=40)
    period = CleanText(label=gettext_lazy("Thời kỳ"), required=False, max_length=120)
    topic = forms.ModelChoiceField(Topic.objects.all(), label=gettext_lazy("Chủ đề"), required=False)

    def known(self, fact: Any) -> dict[str, Any]:
        return {**super().known(fact), "value": f"{fact.value.normalize():f}"}

    def clean_value(self) -> Decimal:
        try:
            value = Decimal(self.cleaned_data["value"]).quantize(Decimal("0.0001"))
        except InvalidOperation as error:
            raise forms.ValidationError(_("Hãy ghi một con số, ví dụ 6328 hoặc 3.5.")) from error
        if not abs(value) < Decimal(10) ** 20:
            raise forms.ValidationError(_("Số này quá lớn."))
        return value


class TopicForm(FactForm):
    topic = forms.ModelChoiceField(Topic.objects.all(), label=gettext_lazy("Chủ đề"))


FACT_FORMS: dict[str, type[FactForm]] = {
    "date": DateForm,
    "place": PlaceForm,
    "agency": AgencyForm,
    "official": OfficialForm,
    "document": DocumentForm,
    "figure": FigureForm,
    "topic": TopicForm,
}


class TextsForm(forms.Form):
    title = CleanText(label=gettext_lazy("Tiêu đề"), max_length=600)
    lead = forms.CharField(label=gettext_lazy("Dẫn"), required=False, widget=forms.Textarea(attrs={"rows": 4}))


class CorrectionForm(forms.Form):
    """`website` is a trap: people do not see it, programs fill it in."""

    message = forms.CharField(
        label=gettext_lazy("Điều gì chưa đúng, và đúng ra là gì?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    quote = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))


class AnswerForm(forms.Form):
    state = forms.ChoiceField(choices=[(value, value) for value in ("accepted", "declined")])
    answer = forms.CharField(required=False, max_length=2000)


# ---------------------------------------------------------------- authority entries


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class EntryForm(forms.Form):
    """Base: several stand on one page, so the ids of the fields carry the form's name."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{type(self).__name__}-%s", **options})


class NameForm(EntryForm):
    name = CleanText(label=gettext_lazy("Tên cơ quan tách ra"), max_length=300)


class RenameForm(EntryForm):
    name = CleanText(label=gettext_lazy("Tên mới"), max_length=300)
    since = forms.DateField(label=gettext_lazy("Từ ngày"), required=False, widget=DayInput)


class AliasForm(EntryForm):
    name = CleanText(label=gettext_lazy("Tên khác"), max_length=300)
    kind = forms.ChoiceField(label=gettext_lazy("Loại tên"), choices=AgencyName.Kind.choices)
    valid_from = forms.DateField(label=gettext_lazy("Dùng từ ngày"), required=False, widget=DayInput)
    valid_to = forms.DateField(label=gettext_lazy("Đến hết ngày"), required=False, widget=DayInput)


class AgencyEntryForm(EntryForm):
    level = forms.ChoiceField(label=gettext_lazy("Cấp"), choices=Agency.Level.choices)
    kind = forms.SlugField(
        label=gettext_lazy("Họ cơ quan"), required=False, max_length=40, help_text="cong-an, hai-quan…"
    )
    parent = Entry("agency", lookup.find_agency, label=gettext_lazy("Trực thuộc"), required=False)
    place = Entry("place", lookup.find_place, label=gettext_lazy("Địa bàn"), required=False)
    successor = Entry("agency", lookup.find_agency, label=gettext_lazy("Cơ quan kế tục"), required=False)
    valid_from = forms.DateField(label=gettext_lazy("Có từ ngày"), required=False, widget=DayInput)
    valid_to = forms.DateField(label=gettext_lazy("Đến hết ngày"), required=False, widget=DayInput)
    note = forms.CharField(label=gettext_lazy("Ghi chú"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def clean(self) -> dict[str, Any]:
        return _without_unknown(self, super().clean() or {}, "parent", "place", "successor")


class DocumentEntryForm(EntryForm):
    type = CleanText(label=gettext_lazy("Loại"), max_length=80)
    number = CleanText(label=gettext_lazy("Số, ký hiệu"), required=False, max_length=80)
    year = forms.IntegerField(label=gettext_lazy("Năm"), required=False, min_value=1900, max_value=2100)
    issuer = CleanText(label=gettext_lazy("Cơ quan ban hành"), required=False, max_length=300)
    issued_on = DateOfAnyPrecision(label=gettext_lazy("Ngày ban hành"), required=False)
    title = CleanText(label=gettext_lazy("Trích yếu"), required=False)
    replaced_by = Entry("document", lookup.find_document, label=gettext_lazy("Được thay bởi"), required=False)
    note = forms.CharField(label=gettext_lazy("Ghi chú"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def clean(self) -> dict[str, Any]:
        return _without_unknown(self, super().clean() or {}, "replaced_by")


class DocumentSplitForm(EntryForm):
    type = CleanText(label=gettext_lazy("Loại"), max_length=80)
    number = CleanText(label=gettext_lazy("Số, ký hiệu"), required=False, max_length=80)
    year = forms.IntegerField(label=gettext_lazy("Năm"), required=False, min_value=1900, max_value=2100)
    issuer = CleanText(label=gettext_lazy("Cơ quan ban hành"), required=False, max_length=300)


class RegroupForm(forms.Form):
    """Which meeting a report is about, by the number of another report about it."""

    other = CleanText(label=gettext_lazy("Cùng hội nghị với bài mang số lưu"), max_length=20, help_text="GB-000123")

    def clean_other(self) -> Meeting:
        found = Report.objects.filter(accession=self.cleaned_data["other"].upper()).select_related("meeting").first()
        if found is None:
            raise forms.ValidationError(_("Không có bài nào mang số lưu này."))
        if found.meeting is None:
            raise forms.ValidationError(_("Bài ấy chưa thuộc hội nghị nào."))
        return found.meeting


class OfficialEntryForm(EntryForm):
    name = CleanText(label=gettext_lazy("Họ tên"), max_length=120)
    note = forms.CharField(label=gettext_lazy("Ghi chú"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class TargetForm(EntryForm):
    """Which entry to merge into."""

    def __init__(self, kind: str, find: Callable[[str], Any], data: Any = None) -> None:
        super().__init__(data)
        self.fields["target"] = Entry(kind, find, label=gettext_lazy("Gộp vào"))

    def clean(self) -> dict[str, Any]:
        return _without_unknown(self, super().clean() or {}, "target")


def _without_unknown(form: forms.Form, data: dict[str, Any], *fields: str) -> dict[str, Any]:
    """Refuse what was typed where an entry was asked for."""
    for name in fields:
        if isinstance(data.get(name), str):
            form.add_error(name, _("Không có mục này trong danh mục; hãy chọn một gợi ý."))
    return data
