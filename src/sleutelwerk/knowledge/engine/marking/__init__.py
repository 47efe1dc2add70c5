"""The reader's mark: on every page of a copy, to be seen and printed, with a code that tells whose copy it is."""

from sleutelwerk.knowledge.engine.marking.codes import new_code, read_code
from sleutelwerk.knowledge.engine.marking.desk import MarkingDesk, Ticket, TooBusy
from sleutelwerk.knowledge.engine.marking.pdf import Cancelled, NotMarkable, mark_pdf
from sleutelwerk.knowledge.engine.marking.words import Mark, line_of

__all__ = [
    "Cancelled",
    "Mark",
    "MarkingDesk",
    "NotMarkable",
    "Ticket",
    "TooBusy",
    "line_of",
    "mark_pdf",
    "new_code",
    "read_code",
]
