"""What stays of a deliberation: the reflection report and, apart from it, the note of a decision and agreements."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from sleutelwerk.core.personal import Personal

_GONE = "tests/deliberation/test_forgetting.py::test_a_deliberation_goes_when_its_terms_are_over"

_EVALUATED = "tests/deliberation/test_own_evaluation.py::test_it_goes_with_the_reflection_report"


class Record(models.Model):
    """One of the two records. `body` is sealed JSON under the kept key; each record has a term of its own."""

    class Kind(models.TextChoices):
        """Reflection holds reasons and no decision; the note holds the decision and no reasons of persons."""

        REFLECTION = "reflection", "Reflectieverslag"
        NOTE = "note", "Besluit- en afsprakennota"

    deliberation = models.ForeignKey("deliberation.Deliberation", on_delete=models.CASCADE, related_name="records")
    kind = models.CharField(max_length=12, choices=Kind)
    body = models.BinaryField()
    #: How whoever led looks at his own part, beside the reflection report: sealed, in no file, and gone with it.
    own_evaluation = models.BinaryField(null=True, blank=True)
    final_at = models.DateTimeField(null=True, blank=True)
    #: The day after which it goes; empty until it is final.
    keep_until = models.DateField(null=True, blank=True)

    personal_data: ClassVar = {
        "body": Personal(
            "Wat het gesprek opleverde, verzegeld: redenen en afspraken, met functies en zonder namen.",
            "Zolang de organisatie heeft gekozen; daarna gaat het vanzelf weg.",
            _GONE,
        ),
        "own_evaluation": Personal(
            "Zodat gespreksleiders van hun eigen gesprek leren, verzegeld. Alleen wie het gesprek leidde, ziet het.",
            "Zo lang als het reflectieverslag; daarna gaat het vanzelf weg.",
            _EVALUATED,
        ),
    }
    impersonal: ClassVar = ("id", "deliberation", "kind", "final_at", "keep_until")

    class Meta:
        """One of each kind."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["deliberation", "kind"], name="deliberation_record_once")
        ]

    def __str__(self) -> str:
        """Give what it is, never what it holds."""
        return f"{self.kind} of {self.deliberation_id}"
