"""What every authority entry shares: a stable code, and the last loaded values, so that local edits survive a load."""

from django.db import models


class AuthorityEntry(models.Model):
    """An entry of an authority file. `loaded` holds what the file last said: a field that differs was edited here."""

    code = models.SlugField(max_length=160, unique=True)
    is_reviewed = models.BooleanField(default=True)  # False: proposed by extraction, waiting on the desk
    loaded = models.JSONField(default=dict, blank=True, editable=False)
    note = models.TextField(blank=True)

    class Meta:
        abstract = True
