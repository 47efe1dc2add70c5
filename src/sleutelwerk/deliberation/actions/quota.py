"""How much one device sends and asks: counted in the memory of this process only, as no record may tie it to words."""

from __future__ import annotations

from collections import OrderedDict
from math import ceil
from threading import Lock
from time import monotonic

from sleutelwerk.deliberation.engine.session.path import Form

#: Sends in a burst, and how many more each second: nobody types faster, and a phone that comes back has a few waiting.
BURST = 40
EACH_SECOND = 4.0
#: Looks at the present state: a window looks every three seconds, and more often only when its streams break off.
LOOKS = 20
LOOKS_EACH_SECOND = 2.0
_MOST_DEVICES = 5_000


class Buckets:
    """One bucket per device: so much in a burst, and so much more each second."""

    def __init__(self, burst: int, each_second: float) -> None:
        self._burst = float(burst)
        self._each_second = each_second
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, device: str, now: float) -> int:
        """Count one more of a device, and give for how many seconds it should wait: 0 when this one may pass.

        What is refused counts as well; `now` is in seconds of a clock that only goes forward.
        """
        with self._lock:
            left, before = self._left.get(device, (self._burst, now))
            left = min(self._burst, left + (now - before) * self._each_second)
            after = max(left - 1, -self._burst)
            self._left[device] = (after, now)
            self._left.move_to_end(device)
            while len(self._left) > _MOST_DEVICES:
                self._left.popitem(last=False)
        return 0 if left >= 1 else ceil((1 - after) / self._each_second)


_sends = Buckets(BURST, EACH_SECOND)
_looks = Buckets(LOOKS, LOOKS_EACH_SECOND)
_written: OrderedDict[tuple[str, str, str], set[str]] = OrderedDict()
_lock = Lock()


def is_flood(device: str, *, clock: float | None = None) -> bool:
    """Tell whether a device sends faster than anybody types; a refused send counts as well."""
    return _sends.wait(device, monotonic() if clock is None else clock) > 0


def wait_before_looking(device: str, *, clock: float | None = None) -> int:
    """Give for how many seconds a device should not ask for the present state; 0 when it may have it now."""
    return _looks.wait(device, monotonic() if clock is None else clock)


def may_add(device: str, form: Form, entry: str, *, people: int = 1) -> bool:
    """Tell whether a device on which so many people write may fill in a form once more, and count that it does."""
    with _lock:
        seen = _written.setdefault((device, form.step, form.id), set())
        _written.move_to_end((device, form.step, form.id))
        while len(_written) > _MOST_DEVICES:
            _written.popitem(last=False)
        if entry not in seen and len(seen) >= form.most * _ROUNDS * people:
            return False
        seen.add(entry)
        return True


#: A step can be repeated, and what was struck makes room again.
_ROUNDS = 4
