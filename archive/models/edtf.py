"""A date with its precision, kept as EDTF: `2010-07-26`, `2010-07`, `2010`, `XXXX-04-25`."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.vietnamese.dates import PartialDate

if TYPE_CHECKING:
    _TextField = models.CharField[PartialDate | str | None, PartialDate | None]
else:
    _TextField = models.CharField


class EDTFField(_TextField):
    """A PartialDate in Python, its EDTF string in the database, so that text order is date order; null is unknown.

    A date whose year is unknown (`XXXX-04-25`) sorts after all known years.
    """

    description = _("ngày theo EDTF")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 10, "null": True, "blank": True, "db_index": True, **kwargs})

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> PartialDate | None:
        return PartialDate.from_edtf(value) if value else None

    def to_python(self, value: Any) -> PartialDate | None:
        if not value or isinstance(value, PartialDate):
            return value or None
        try:
            return PartialDate.from_edtf(str(value))
        except ValueError as error:
            raise ValidationError(_("“%(value)s” không phải ngày EDTF."), params={"value": value}) from error

    def get_prep_value(self, value: Any) -> str | None:
        if isinstance(value, PartialDate):
            return value.edtf
        return str(value) if value else None

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""
