"""Makes trails: in memory for the engine, in the database for the rest."""

from __future__ import annotations

import random
import uuid
from collections.abc import Generator, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from django.db import transaction

from sleutelwerk.audit.actions import record, record_many
from sleutelwerk.audit.engine.body import NO_DETAILS, Details, Happening, write_body
from sleutelwerk.audit.engine.chain import GENESIS, Bundle, Row, next_hash
from sleutelwerk.audit.engine.purges import COUNT, DIGEST, Tally, marker
from sleutelwerk.audit.engine.verify import Place, Report, verify, verify_stretch
from sleutelwerk.audit.events import ENTRIES_PURGED
from sleutelwerk.audit.queries import pseudonym
from sleutelwerk.core.events import Event, Retention

Result = TypeVar("Result")
NOW = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)

CASE_READ = Event("case_read", Retention.ACCESS, "Een dossier is bekeken.")
CASE_CHANGED = Event("case_changed", Retention.CHANGE, "Een dossier is veranderd.")
SIGNED_IN = Event("signed_in", Retention.SIGN_IN, "Iemand heeft zich aangemeld.")
ENTRY_REFUSED = Event("entry_refused", Retention.INCIDENT, "Iets is geweigerd.", refusal=True)
CASE_DESTROYED = Event("case_destroyed", Retention.DESTRUCTION, "Een dossier is vernietigd.")
EVENTS = {
    event.name: event for event in (CASE_READ, CASE_CHANGED, SIGNED_IN, ENTRY_REFUSED, CASE_DESTROYED, ENTRIES_PURGED)
}


def rows(count: int, *, key: bytes = b"k" * 32) -> list[Row]:
    """Make a chain in memory."""
    made: list[Row] = []
    for number in range(1, count + 1):
        happening = Happening(kind=CASE_READ, at=NOW + timedelta(seconds=number), actor=uuid.uuid4())
        made.append(following(made, write_body(happening, key=key)))
    return made


def following(made: list[Row], body: bytes) -> Row:
    """Chain a body to what was made so far."""
    return Row(len(made) + 1, body, next_hash(made[-1].hash if made else GENESIS, body))


def purged(made: list[Row], numbers: Iterable[int]) -> list[Row]:
    """Purge entries as the action does: a statement behind all others, and markers."""
    tally = Tally()
    chosen = sorted(numbers)
    for number in chosen:
        tally.add(number, previous(made, number), made[number - 1].hash)
    details = Details(counts={COUNT: tally.count}, hashes={DIGEST: tally.digest})
    statement = following(made, write_body(Happening(kind=ENTRIES_PURGED, at=NOW, details=details), key=b"k"))
    kept = [
        row._replace(body=marker(previous(made, row.number), statement.number)) if row.number in chosen else row
        for row in made
    ]
    return [*kept, statement]


def previous(made: list[Row], number: int) -> bytes:
    """Give the hash before an entry."""
    return made[number - 2].hash if number > 1 else GENESIS


def bundled(made: list[Row], size: int = 7) -> Iterator[Bundle]:
    """Cut a chain into bundles."""
    for start in range(0, len(made), size):
        yield Bundle.of(made[start : start + size])


def verified(made: list[Row], size: int = 7) -> Report:
    """Verify a chain to its end."""
    return finished(verify(bundled(made, size)))


def stretch(made: list[Row], begin: Place) -> Report:
    """Verify a stretch to its end."""
    return finished(verify_stretch(bundled(made), begin))


def finished(walking: Generator[int, None, Result]) -> Result:
    """Go on to the end of what tells its progress, and give what it came to."""
    while True:
        try:
            next(walking)
        except StopIteration as done:
            result: Result = done.value
            return result


def write(chain: uuid.UUID, kind: Event = CASE_READ, at: datetime = NOW, details: Details = NO_DETAILS) -> int:
    """Add one entry, about a case that nobody knows."""
    with transaction.atomic():
        return record(
            chain=chain, kind=kind, actor=uuid.uuid4(), subject=pseudonym("case", uuid.uuid4()), now=at, details=details
        )


def fill(chain: uuid.UUID, count: int, kinds: tuple[Event, ...] = (CASE_READ, CASE_CHANGED, SIGNED_IN)) -> None:
    """Add many entries, a minute apart, up to now."""
    chance = random.Random(count)
    happenings = (
        Happening(
            kind=chance.choice(kinds),
            at=NOW - timedelta(minutes=count - place),
            actor=uuid.UUID(int=chance.randrange(5)),
            subject=pseudonym("case", chance.randrange(9)),
        )
        for place in range(count)
    )
    with transaction.atomic():
        record_many(chain=chain, happenings=happenings)
