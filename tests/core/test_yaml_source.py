"""Reading YAML: the data, the positions, and a clear finding at the right place for whatever is wrong."""

from __future__ import annotations

import os
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sleutelwerk.core import yaml_events, yaml_source
from sleutelwerk.core.canonical import canonical_json
from sleutelwerk.core.findings import Position
from sleutelwerk.core.yaml_source import MAX_BYTES, MAX_DEPTH, Document, parse_yaml, read_yaml


def test_data_and_positions() -> None:
    document = parse_yaml("titel: één\nvragen:\n  - id: a\n    opties: [x, 'y: z']\n  - id: b\n".encode(), "kaart.yaml")
    assert document.findings == ()
    assert document.data == {"titel": "één", "vragen": [{"id": "a", "opties": ["x", "y: z"]}, {"id": "b"}]}
    assert document.at(("titel",)) == Position(1, 8)
    assert document.key_at(("titel",)) == Position(1, 1)
    assert document.at(("vragen", 0, "opties", 1)) == Position(4, 17)
    assert document.key_at(("vragen", 0, "opties")) == Position(4, 5)
    assert document.at(("vragen", 1)) == document.key_at(("vragen", 1)) == Position(5, 5)


def test_a_path_that_is_not_there_gives_what_is_around_it() -> None:
    document = parse_yaml(b"a:\n  b: 1\n", "f")
    assert document.at(("a", "weg", "verder")) == Position(1, 1)
    assert document.at(("a", "b", "dieper")) == Position(2, 3)
    assert parse_yaml(b"", "f").at(("a",)) == Position(1, 1)


def test_scalars_follow_the_core_schema_and_dates_stay_text() -> None:
    values = ["1", "-0", "0x1F", "0o17", "1.5", "true", "no", "~", "", "2026-11-24", "'1'", "1e3", "1_000", "+x"]
    source = "".join(f"{key}: {value}\n" for key, value in zip("abcdefghijklmn", values, strict=True)).encode()
    assert parse_yaml(source, "f").data == {
        "a": 1,
        "b": 0,
        "c": 31,
        "d": 15,
        "e": 1.5,
        "f": True,
        "g": "no",
        "h": None,
        "i": None,
        "j": "2026-11-24",
        "k": "1",
        "l": 1000.0,
        "m": "1_000",
        "n": "+x",
    }


@pytest.mark.parametrize(
    ("source", "code", "position"),
    [
        (b"a: &x 1", "anchor", (1, 4)),
        (b"a: 1\nb: *x", "alias", (2, 4)),
        (b"a: !!str 1", "tag", (1, 4)),
        (b"a: 1\nb: 2\na: 3", "duplicate-key", (3, 1)),
        (b"a: 1\n2: b", "key-type", (2, 1)),
        (b"true: b", "key-type", (1, 1)),
        (b"[a]: b", "key-type", (1, 1)),
        (b"? {a: b}\n: c", "key-type", (1, 3)),
        (b"*a : b", "key-type", (1, 1)),
        (b"a: 1\n---\nb: 2", "many-documents", (2, 1)),
        (b"%YAML 1.1\n---\na: 1", "directive", (1, 1)),
        (b"a: caf\xe9", "bad-utf8", (1, 7)),
        (b"\xef\xbb\xbfa: 1\nb: \xff", "bad-utf8", (2, 4)),
        (b"a: 1\r\nb: x\x00", "bad-character", (2, 5)),
        ("a: 1\nb: x\u202ey".encode(), "bad-character", (2, 5)),
        (b'a: "\\0"', "bad-character", (1, 4)),
        (b'a: "\\ud800"', "bad-character", (1, 4)),
        (b"a: 1e999", "number", (1, 4)),
        (b"a: 1234567890123456789012", "number", (1, 4)),
        (b"a: .nan", "number", (1, 4)),
        (b"a: .inf", "number", (1, 4)),
        (b"", "empty", (1, 1)),
        (b"# niets\n", "empty", (2, 1)),
        (b"a:\n\t- b", "syntax", (2, 1)),
        (b"a: b: c", "syntax", (1, 5)),
        (b"a: 'x", "syntax", (1, 6)),
        (b'a: "\\UFFFFFFFF"', "syntax", (1, 1)),
        (b'a: "\\q"', "syntax", (1, 6)),
        (b"a: @x", "syntax", (1, 4)),
        (b"- a\nb: 1", "syntax", (2, 1)),
        (b"a: [b", "syntax", (1, 6)),
        (b"a: |x\n  b", "syntax", (1, 5)),
        (b"a: - b", "syntax", (1, 4)),
        (b"a: 1\n...\nb", "many-documents", (3, 1)),
        (b"a\nb: 1", "syntax", (2, 2)),
        (b"[" * 100, "too-deep", (1, MAX_DEPTH + 1)),
    ],
)
def test_one_thing_wrong(source: bytes, code: str, position: tuple[int, int]) -> None:
    findings = parse_yaml(source, "kaart.yaml").findings
    first = next(finding for finding in findings if finding.code == code)
    assert first.position == Position(*position)
    assert first.file == "kaart.yaml"
    assert first.message
    assert first.mend


def test_a_tab_is_called_a_tab() -> None:
    assert "tab" in parse_yaml(b"a:\n\tb: 1", "f").findings[0].message


def test_an_unknown_problem_still_says_where_to_look() -> None:
    (finding,) = parse_yaml(b"%YAML 9.9\n---\na: 1", "f").findings
    assert finding.code == "syntax"
    assert "inspringen" in finding.mend


def test_everything_is_reported_at_once_and_the_rest_is_kept() -> None:
    document = parse_yaml(b"a: &x 1\nb: *x\nb: 2\n3: c\nd: e\n", "f")
    assert [finding.code for finding in document.findings] == ["anchor", "alias", "duplicate-key", "key-type"]
    assert document.data == {"a": 1, "b": None, "d": "e"}


def test_reading_stops_after_many_findings() -> None:
    findings = parse_yaml(b"a: 1\n" * 5000, "f").findings
    assert len(findings) == yaml_source.MAX_FINDINGS + 1
    assert findings[-1].code == "too-many"
    assert len(parse_yaml(b"\x01" * 5000, "f").findings) == yaml_source.MAX_FINDINGS // 10


def test_files_that_are_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pijp")
    for path in (tmp_path, tmp_path / "weg.yaml", tmp_path / "pijp", Path("a\0b")):
        document = read_yaml(path)
        assert [finding.code for finding in document.findings] == ["no-file"]
        assert document.data is None


def test_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: b\n", "utf-8")
    assert read_yaml(path).data == {"a": "b"}
    assert read_yaml(path).file == str(path)


def test_100_mb_is_refused_without_reading(tmp_path: Path) -> None:
    path = tmp_path / "groot.yaml"
    with path.open("wb") as stream:
        stream.truncate(100_000_000)
    tracemalloc.start()
    began = time.perf_counter()
    document = read_yaml(path)
    took, peak = time.perf_counter() - began, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [finding.code for finding in document.findings] == ["too-big"]
    assert "100,0 MB" in document.findings[0].message
    assert took < 1
    assert peak < 1_000_000
    assert parse_yaml(b" " * (MAX_BYTES + 1), "f").findings[0].code == "too-big"


BOMB = b"a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"a%d: &a%d [%s]\n" % (i, i, b",".join([b"*a%d" % (i - 1)] * 9)) for i in range(1, 40)
)


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    "source",
    [
        BOMB,
        b"[" * 300_000,
        b"{a: " * 200_000,
        b"- " * 300_000,
        b"? " * 200_000,
        b"a:" * 300_000,
        b"&a " * 50_000,
    ],
    ids=["aliases", "lists", "mappings", "items", "keys", "colons", "anchors"],
)
def test_hostile_files_take_seconds_and_little_memory(source: bytes) -> None:
    tracemalloc.start()
    document = parse_yaml(source, "f")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert document.findings
    assert peak < 150_000_000


def test_too_many_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_source, "MAX_NODES", 50)
    document = parse_yaml(b"[" + b"a," * 100 + b"]", "f")
    assert [finding.code for finding in document.findings] == ["too-many-nodes"]
    assert document.data is None


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200))
def test_random_bytes_never_raise(source: bytes) -> None:
    document = parse_yaml(source, "f")
    assert document.findings or document.data is not None or source.strip()


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ab:-?[]{}&*!|>'\"%@`#,\n\t \\ x0~.1é\u2028"), max_size=60))
def test_random_yaml_never_raises_and_its_data_can_be_hashed(source: str) -> None:
    canonical_json(parse_yaml(source.encode(), "f").data)


#: What YAML is made of, so that texts put together from it often are YAML, and odd ones at that.
PIECES = [
    *"a|b: c|- |  |    |: |:|?|? |#| # c|''|'s'|\"q\"|\"|\\n|\\/|[|]|{|}|,|!|!!str |%|@|`|&a |*a".split("|"),
    *"é|no|1.5|~|x:y|a,b|<<|=|-|--|k: v\n|- x\n| y|key:\n  |key:\n- |word word\n  more|null|1e400|>|>+|>-\n|2".split(
        "|"
    ),
    *("\n", "\n\n", "\r", "\r\n", "\t", "|", "|-", "|2", "\\x41", "\\\n", '\\"', "---\n", "...\n", "\u00a0"),
]
yaml_like = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


def read_carefully(source: bytes) -> Document:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_events, "_Quick", None)
        return parse_yaml(source, "f")


@settings(max_examples=1500, deadline=None)
@given(st.sampled_from(["", "k: v\nl:\n  "]), yaml_like)
def test_the_quick_parser_reads_what_the_careful_one_reads(before: str, text: str) -> None:
    source = (before + text).encode()
    assert parse_yaml(source, "f") == read_carefully(source)


@pytest.mark.exhaustive
def test_shipped_content_is_read_the_same_by_both(repository: Path) -> None:
    shipped = sorted((repository / "src/sleutelwerk/content").rglob("*.yaml"))
    assert len(shipped) > 10
    for path in shipped:
        source = path.read_bytes()
        assert parse_yaml(source, "f") == read_carefully(source), path


def test_a_text_in_which_nothing_is_wrong_is_read_by_the_quick_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(self: object, text: str) -> object:
        raise AssertionError(text)

    monkeypatch.setattr(yaml_events.TreeBuilder, "_read_carefully", never)
    assert parse_yaml("titel: één\nvragen:\n  - id: a\n    opties: [x, 'y: z']\n".encode(), "f").data
