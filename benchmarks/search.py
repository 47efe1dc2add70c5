"""Measures the search of the kennisbank on 5,000 made-up Dutch articles, beside what the database itself can do.

.venv/bin/python benchmarks/search.py [--on sqlite|postgresql|both] [--articles 5000] [--questions 400]
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from audit import prepare, timed  # noqa: E402 - a benchmark is no package

if TYPE_CHECKING:
    from sleutelwerk.knowledge.engine.search.model import Entry, Scope

#: The 95th percentile of one search, in milliseconds.
GOAL = 30.0
SEED = 20261127
NOW = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
GATED_SHARE = 0.1


def vocabulary() -> list[str]:
    """Give the words of the texts that ship, the commonest first."""
    from collections import Counter

    from sleutelwerk.publishing.content import shipped_root

    root = shipped_root()
    files = sorted([*root.glob("knowledge/**/*.md"), *root.glob("function_profiles/**/*.yaml"),
                    *root.glob("route_maps/**/route.yaml"), *root.glob("terms/**/*.yaml")])  # fmt: skip
    counts = Counter(
        word for path in files for word in re.findall(r"[a-zé]{2,}", path.read_text(encoding="utf-8").lower())
    )
    return [word for word, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0]))]


def articles(count: int) -> Iterator[Entry]:
    """Make articles of 300 to 900 words, drawn as often as words are in Dutch, with compounds of their own."""
    from sleutelwerk.knowledge.engine.search.model import Entry

    draw = random.Random(SEED)
    known = vocabulary()
    long = [word for word in known if len(word) >= 5]
    joined = [draw.choice(long) + draw.choice(["", "s"]) + draw.choice(long) for _ in range(20_000)]
    pool = [*known, *joined]
    weights = [1 / (place + 10) for place in range(len(pool))]
    for number in range(count):
        words = draw.choices(pool, weights, k=draw.randint(300, 900))
        lines = [" ".join(words[at : at + 12]).capitalize() + "." for at in range(0, len(words), 12)]
        some = draw.choices(long, k=20)
        yield Entry(
            kind="article", key=f"artikel-{number}", title=" ".join(some[:4]).capitalize(),
            summary=" ".join(some[4:15]),
            keywords=tuple(some[15:]), headings=tuple(" ".join(draw.choices(long, k=3)) for _ in range(4)),
            body="\n".join(" ".join(lines[at : at + 4]) for at in range(0, len(lines), 4)),
            gated=draw.random() < GATED_SHARE, url_name="knowledge:article", url_args=(f"artikel-{number}",),
        )  # fmt: skip


def questions(count: int) -> list[str]:
    """Give questions: one to four words, whole sentences, compounds, half words and slips."""
    draw = random.Random(SEED + 1)
    long = [word for word in vocabulary() if len(word) >= 5]

    def slip(word: str) -> str:
        at = draw.randrange(1, len(word) - 1)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    kinds: list[Callable[[], str]] = [
        lambda: draw.choice(long),
        lambda: " ".join(draw.choices(long, k=2)),
        lambda: " ".join(draw.choices(long[:200], k=4)),
        lambda: f"wat mag ik een {draw.choice(long[:99])} geven als {draw.choice(long)} bij {draw.choice(long[:50])}?",
        lambda: draw.choice(long) + draw.choice(long),
        lambda: slip(draw.choice(long)),
        lambda: draw.choice(long)[:5],
    ]
    return [kinds[number % len(kinds)]() for number in range(count)]


def spread(times: Sequence[float]) -> tuple[float, float]:
    """Give the middle and the 95th percentile, in milliseconds."""
    cuts = statistics.quantiles(times, n=100)
    return cuts[49] * 1e3, cuts[94] * 1e3


def floor_of(vendor: str, entries: Sequence[Entry]) -> Callable[[str], object]:
    """Index the same terms by the means of the database itself; give what asks it for ten hits."""
    from django.db import connection

    from sleutelwerk.knowledge.queries.search_language import search_language

    language = search_language()
    rows = [
        (number, " ".join(language.terms(f"{one.title}\n{one.summary}\n{' '.join(one.keywords)}\n{one.body}")))
        for number, one in enumerate(entries)
    ]
    with connection.cursor() as cursor:
        if vendor == "sqlite":
            cursor.execute("CREATE VIRTUAL TABLE floor USING fts5(terms)")
            cursor.executemany("INSERT INTO floor (rowid, terms) VALUES (%s, %s)", rows)
            ask = "SELECT rowid FROM floor WHERE floor MATCH %s ORDER BY bm25(floor) LIMIT 10"
        else:
            cursor.execute("CREATE TABLE floor (id int, terms tsvector)")
            cursor.executemany("INSERT INTO floor VALUES (%s, to_tsvector('simple', %s))", rows)
            cursor.execute("CREATE INDEX ON floor USING gin (terms)")
            cursor.execute("ANALYZE floor")
            ask = (
                "SELECT id FROM floor, to_tsquery('simple', %s) q WHERE terms @@ q "
                "ORDER BY ts_rank_cd(terms, q) DESC LIMIT 10"
            )
    joint = " OR " if vendor == "sqlite" else " | "

    def floor(question: str) -> object:
        terms = language.terms(question)
        if not terms:
            return ()  # only small words: ours has nothing to look up either
        with connection.cursor() as cursor:
            cursor.execute(ask, [joint.join(terms)])
            return cursor.fetchall()

    return floor


def measure(vendor: str, given: argparse.Namespace) -> bool:
    """Measure on one database; tell whether the goal was met."""
    with tempfile.TemporaryDirectory(prefix="bench-search-") as folder:
        prepare(folder, vendor)
        from sleutelwerk.knowledge.actions.search import index
        from sleutelwerk.knowledge.engine.search.model import VISITOR, Scope
        from sleutelwerk.knowledge.queries.search import search

        entries = list(articles(given.articles))
        print(f"{vendor}: {len(entries)} articles", flush=True)
        print(f"    index all {timed(lambda: index(entries, now=NOW)):.1f} s; again, nothing changed "
              f"{timed(lambda: index(entries, now=NOW)):.1f} s", flush=True)  # fmt: skip
        floor = floor_of(vendor, entries)
        asked = questions(given.questions)
        met = True
        for name, scope in (("visitor", VISITOR), ("reader", Scope(reads=frozenset({"article"})))):
            tracemalloc.start()
            search(scope, "vergoeding")
            print(f"    {name}: the shelves take {tracemalloc.get_traced_memory()[0] / 2**20:.0f} MiB of memory more")
            tracemalloc.stop()
            met &= _compare(name, scope, asked, floor)
        return met


def _compare(name: str, scope: Scope, asked: Sequence[str], floor: Callable[[str], object]) -> bool:
    """Let ours and the floor take turns."""
    from sleutelwerk.knowledge.engine.search.passage import _bare
    from sleutelwerk.knowledge.queries.search import search
    from sleutelwerk.knowledge.queries.search_language import search_language

    search_language()._titles.clear()
    search_language()._kept.clear()  # as in a process that has just begun, and did not index
    _bare.cache_clear()
    ours, floors, busy, found = [], [], [], 0
    for question in asked:
        begun, worked = time.perf_counter(), time.process_time()
        found += bool(search(scope, question).total)
        ours.append(time.perf_counter() - begun)
        busy.append(time.process_time() - worked)
        floors.append(timed(partial(floor, question)))
    (middle, slow), (floor_middle, floor_slow) = spread(ours), spread(floors)
    print(f"    {found} of {len(asked)} questions found something")
    print("    processor time of this process p50 {:.1f} ms, p95 {:.1f} ms".format(*spread(busy)))
    print(f"    floor p50 {floor_middle:.1f} ms, p95 {floor_slow:.1f} ms")
    print(
        f"{'ok    ' if slow < GOAL else 'MISSED'} {name}: p50 {middle:.1f} ms, p95 {slow:.1f} ms (goal < {GOAL:.0f}); "
        f"to the floor {middle / floor_middle:.2f} and {slow / floor_slow:.2f}",
        flush=True,
    )
    return slow < GOAL


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--on", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--articles", type=int, default=5_000)
    parser.add_argument("--questions", type=int, default=400)
    given = parser.parse_args()
    if given.on != "both":
        return 0 if measure(given.on, given) else 1
    # a process each, as Django's settings are read once
    arguments = [f"--{name}={getattr(given, name)}" for name in ("articles", "questions")]
    runs = [
        subprocess.run([sys.executable, __file__, f"--on={vendor}", *arguments], check=False)
        for vendor in ("sqlite", "postgresql")
    ]
    return max(run.returncode for run in runs)


if __name__ == "__main__":
    sys.exit(main())
