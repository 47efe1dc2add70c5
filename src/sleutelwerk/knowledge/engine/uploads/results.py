"""What looking through an upload comes to: a refusal with what to do, or what the file is and what was taken out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What an upload may ask of the machine. Sizes in bytes, times in seconds."""

    size: int = 50 * _MIB
    pages: int = 1_000
    #: Numbered parts of the file. Each costs a few microseconds and half a kilobyte.
    objects: int = 200_000
    #: A compressed part and all of them together, unpacked.
    unpacked_part: int = 200 * _MIB
    unpacked: int = 1_024 * _MIB
    #: Branches above a page.
    depth: int = 50
    #: For the separate process in which the file is looked through.
    memory: int = 1_024 * _MIB
    processor_time: int = 30
    patience: float = 60.0


class Reason(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    PICTURE = "picture"
    OFFICE = "office"
    NO_PDF = "no_pdf"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    NO_PAGES = "no_pages"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_COMPLEX = "too_complex"
    TOO_HEAVY = "too_heavy"


_SAVE_AGAIN = "Open het in het programma waarin het is gemaakt en bewaar het daar opnieuw als pdf."
_SAID: Mapping[Reason, tuple[str, str]] = {
    Reason.EMPTY: ("Dit bestand is leeg.", "Kies het bestand opnieuw."),
    Reason.TOO_LARGE: (
        "Dit bestand is te groot.",
        "Maak het kleiner, bijvoorbeeld met kleinere foto’s, of deel het op in stukken.",
    ),
    Reason.PICTURE: (
        "Dit is een afbeelding. Wij nemen alleen pdf’s aan.",
        "Zet de afbeelding in een document en bewaar dat als pdf.",
    ),
    Reason.OFFICE: (
        "Dit is een document van Word, Excel, PowerPoint of LibreOffice, of een zip. Wij nemen alleen pdf’s aan.",
        "Open het document en bewaar het als pdf.",
    ),
    Reason.NO_PDF: (
        "Dit is geen pdf, ook al heet het misschien zo.",
        "Open het in het programma waarin het is gemaakt en bewaar het als pdf.",
    ),
    Reason.ENCRYPTED: (
        "Dit bestand is beveiligd met een wachtwoord of met beperkingen.",
        "Bewaar het opnieuw zonder beveiliging. Wij bewaren het zelf versleuteld.",
    ),
    Reason.DAMAGED: (
        "Dit bestand is beschadigd of niet helemaal aangekomen.",
        f"Probeer het nog een keer. Lukt dat niet? {_SAVE_AGAIN}",
    ),
    Reason.NO_PAGES: ("In dit bestand staan geen bladzijden.", _SAVE_AGAIN),
    Reason.TOO_MANY_PAGES: ("Dit bestand heeft te veel bladzijden.", "Deel het op in stukken."),
    Reason.TOO_COMPLEX: ("Dit bestand zit te ingewikkeld in elkaar.", f"{_SAVE_AGAIN} Of deel het op in stukken."),
    Reason.TOO_HEAVY: (
        "Wij konden dit bestand niet nakijken: het vraagt te veel van onze computer.",
        f"{_SAVE_AGAIN} Blijft het zo? Vraag uw beheerder om hulp, en vertrouw het bestand niet.",
    ),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that is not taken."""

    reason: Reason

    @property
    def message(self) -> str:
        """Say what is the matter, to whoever sent the file."""
        return _SAID[self.reason][0]

    @property
    def advice(self) -> str:
        """Say what to do now."""
        return _SAID[self.reason][1]


class Refused(Exception):
    """Ends the looking through; what it came to is `refusal`."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.refusal = Refusal(reason)


class Removed(StrEnum):
    """What is taken out of a file. Each has words for whoever sent it."""

    SCRIPTS = "scripts"
    ACTIONS = "actions"
    LINKS = "links"
    ATTACHMENTS = "attachments"
    FORM = "form"
    MEDIA = "media"
    COMMENTS = "comments"
    SIGNATURES = "signatures"
    OUTSIDE = "outside"
    METADATA = "metadata"
    PHOTO_DATA = "photo_data"
    THUMBNAILS = "thumbnails"
    TRACES = "traces"

    @property
    def words(self) -> str:
        """Say what it is."""
        return _WORDS[self]


_WORDS: Mapping[Removed, str] = {
    Removed.SCRIPTS: "scripts (JavaScript)",
    Removed.ACTIONS: "opdrachten die vanzelf starten, iets versturen of iets anders openen",
    Removed.LINKS: "links die niet naar een gewone website of een mailadres gaan",
    Removed.ATTACHMENTS: "bijlagen in het bestand",
    Removed.FORM: "een formulier in een bijzondere vorm (XFA)",
    Removed.MEDIA: "video, geluid en 3D",
    Removed.COMMENTS: "opmerkingen en namen van wie ze maakte",
    Removed.SIGNATURES: "digitale handtekeningen, want die kloppen niet meer",
    Removed.OUTSIDE: "verwijzingen naar inhoud buiten het bestand",
    Removed.METADATA: "verborgen gegevens, zoals de maker, het programma en de data",
    Removed.PHOTO_DATA: "verborgen gegevens in foto’s, zoals de plaats en de tijd",
    Removed.THUMBNAILS: "kleine voorbeelden van bladzijden",
    Removed.TRACES: "sporen van het programma waarmee het is gemaakt",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A PDF that can be taken. `removed` counts what is taken out, or would be."""

    pages: int
    title: str
    language: str
    tagged: bool
    removed: Mapping[Removed, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def removed_in_words(self) -> tuple[str, ...]:
        """Say what is taken out, worst first."""
        return tuple(kind.words for kind in Removed if self.removed.get(kind))


@dataclass(frozen=True, slots=True)
class CleanUpload:
    """A PDF with what should not be in it taken out."""

    upload: Upload
    data: bytes
