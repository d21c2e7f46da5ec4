"""FracMinHash sketches of 4-syllable shingles: near-duplicates are found by containment."""

from django.db import models


class SketchHash(models.Model):
    report = models.ForeignKey("archive.Report", on_delete=models.CASCADE, related_name="sketch_hashes", db_index=False)
    hash = models.BigIntegerField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "hash"], name="sketch_hash_once_per_report")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.hash:x}"
