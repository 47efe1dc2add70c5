"""How many streams one process holds: as many files as the system lets it open, less what the pages need."""

from __future__ import annotations

import resource

#: More than this one process does not need, whatever the system allows.
ENOUGH = 16_384
#: Pages, database connections and files of the process itself.
FOR_PAGES = 624
LEAST_STREAMS, MOST_STREAMS = 400, 4_000


def raise_limit() -> None:
    """Let this process open as many files as it may give itself, up to what it can use."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = ENOUGH if hard == resource.RLIM_INFINITY else min(hard, ENOUGH)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def room_for_streams() -> int:
    """Give how many streams of live sessions fit; 400 fit within the 1,024 files that systems allow by default."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return MOST_STREAMS
    return max(LEAST_STREAMS, min(MOST_STREAMS, soft - FOR_PAGES))
