"""What a decision comes to: allowed or not, with the reason that travels along to whoever asked."""

from __future__ import annotations

from dataclasses import dataclass

from sleutelwerk.core.refusals import was_refused


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of a rule. `reason` is one Dutch sentence for the person who is refused, empty when allowed.

    `field` names the one answer that it is about, where it is about one: a form shows the reason there.
    """

    allowed: bool
    reason: str = ""
    field: str = ""

    def __bool__(self) -> bool:
        """Read as yes or no."""
        return self.allowed


ALLOWED = Verdict(allowed=True)


def refused(reason: str, field: str = "") -> Verdict:
    """Say no, and why; and to which answer, where it is one."""
    return Verdict(allowed=False, reason=reason, field=field)


def first_refusal(*verdicts: Verdict) -> Verdict:
    """Give the first verdict that says no, or a yes."""
    return next((verdict for verdict in verdicts if not verdict), ALLOWED)


class NotAllowedError(Exception):
    """A rule said no; the message is its reason, for the screen of whoever asked.

    Making one is counted, so that whoever answers the question records it (`core.refusals`).
    """

    def __init__(self, reason: str, field: str = "") -> None:
        super().__init__(reason)
        self.field = field
        was_refused()


def require(verdict: Verdict) -> None:
    """Go on when a rule says yes. Raises NotAllowedError with its reason when it says no."""
    if not verdict:
        raise NotAllowedError(verdict.reason, verdict.field)
