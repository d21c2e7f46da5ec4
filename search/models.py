"""What the database knows of the index."""

from typing import Self

from django.db import models

from archive.models import Report


class IndexState(models.Model):
    """The index that every report's `indexed_revision` speaks of; there is one row.

    Where the index that lies on the disk is another one (the engine was changed, the folder was lost or brought from
    elsewhere), the revisions say nothing of it, and it is rebuilt.
    """

    index_id = models.CharField(max_length=32)
    engine = models.CharField(max_length=20)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.engine} {self.index_id}"

    @classmethod
    def present(cls) -> Self:
        """The one row; without an index before the first is built."""
        return cls.objects.first() or cls()


class Analysis(models.Model):
    """The rows of one report's title and text, so that a rebuild of the index need not make them again.

    `digest` names what they were made of and how; where it is no longer that of the report, they are made anew.
    """

    report = models.OneToOneField(Report, on_delete=models.CASCADE, primary_key=True, related_name="analysis")
    digest = models.CharField(max_length=64)
    rows = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.report_id} {self.digest[:8]}"
