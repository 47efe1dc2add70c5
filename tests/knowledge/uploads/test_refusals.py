"""What is not taken: each file gets one clear reason and what to do, and none can bring the site down."""

from __future__ import annotations

import logging
import time
from io import BytesIO

import pikepdf
import pytest
from PIL import Image
from tests.knowledge.uploads.nasty import EICAR, bare, bomb, changed, report, tree

from sleutelwerk.core.plain_language import banned_words
from sleutelwerk.knowledge.engine.uploads import Limits, Reason, Refusal, clean_pdf, inspect_pdf
from sleutelwerk.knowledge.engine.uploads.cleaning import cleaned
from sleutelwerk.knowledge.engine.uploads.kinds import refusal_at_first_sight
from sleutelwerk.knowledge.engine.uploads.opening import check_pages
from sleutelwerk.knowledge.engine.uploads.results import Refused, Removed

MIB = 1024 * 1024


def picture(kind: str) -> bytes:
    """A picture of a kind."""
    made = BytesIO()
    Image.new("RGB", (8, 8)).save(made, kind)
    return made.getvalue()


def locked(user: str) -> bytes:
    """A report behind a password, or with an empty one and restrictions."""
    return changed(lambda _: None, encryption=pikepdf.Encryption(owner="eigenaar", user=user))


def reason(data: bytes, limits: Limits | None = None) -> Reason:
    """Why the part that reads the file itself refuses it."""
    with pytest.raises(Refused) as refused:
        cleaned(data, limits or Limits())
    return refused.value.refusal.reason


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "TIFF", "BMP", "WEBP", "JPEG2000", "AVIF"])
def test_pictures_are_no_documents(kind: str) -> None:
    assert refusal_at_first_sight(picture(kind), Limits()) == Refusal(Reason.PICTURE)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", Reason.EMPTY),
        (EICAR, Reason.NO_PDF),
        (b"<html><script>", Reason.NO_PDF),
        (b"MZ\x90\0", Reason.NO_PDF),
        (b" " * 2_000 + b"%PDF-1.7", Reason.NO_PDF),
        (b"PK\x03\x04" + b"\0" * 20 + b"%PDF-1.7", Reason.OFFICE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Reason.OFFICE),
        (b"{\\rtf1}", Reason.OFFICE),
        (b"%PDF-" + bytes(50 * MIB), Reason.TOO_LARGE),
    ],
)
def test_what_is_no_pdf_is_told_apart_by_its_content(data: bytes, expected: Reason) -> None:
    assert inspect_pdf(data) == Refusal(expected)


def test_a_pdf_is_worth_opening() -> None:
    assert refusal_at_first_sight(report(), Limits()) is None


def test_locked_files_are_refused() -> None:
    assert reason(locked("geheim")) is Reason.ENCRYPTED
    assert reason(locked("")) is Reason.ENCRYPTED
    unknown = bare({1: b"<< /Pages 2 0 R >>", 2: b"<< /Kids [] /Count 0 >>"})
    assert reason(unknown.replace(b"/Root 1 0 R", b"/Root 1 0 R /ID [(a)(b)] /Encrypt << /Filter /Ander >>")) in {
        Reason.ENCRYPTED,
        Reason.DAMAGED,
    }


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.99])
def test_truncated_files_are_refused(part: float) -> None:
    data = report()
    assert reason(data[: int(len(data) * part)]) is Reason.DAMAGED


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        ({1: b"<< /Type /Catalog >>"}, Reason.DAMAGED),
        ({1: b"<< /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [] /Count 0 >>"}, Reason.NO_PAGES),
        ({1: b"<< /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"}, Reason.DAMAGED),
        ({1: b"<< /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids 3 /Count 1 >>"}, Reason.DAMAGED),
        ({1: b"<< /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [(x)] /Count 1 >>"}, Reason.NO_PAGES),
        (
            {
                1: b"<< /Pages 2 0 R >>",
                2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
                4: b"<< /Length 4 /Filter /FlateDecode >>\nstream\nabcd\nendstream",
            },
            Reason.DAMAGED,
        ),
        (
            {
                1: b"<< /Pages 2 0 R >>",
                2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
                4: b"<< /Length 4 /Filter [" + b"/ASCIIHexDecode " * 6 + b"] >>\nstream\nabcd\nendstream",
            },
            Reason.TOO_COMPLEX,
        ),
    ],
)
def test_trees_that_are_none_and_parts_that_make_no_sense_are_refused(
    objects: dict[int, bytes], expected: Reason
) -> None:
    assert reason(bare(objects)) is expected


def test_the_tree_of_pages_is_walked_with_care() -> None:
    with pikepdf.new() as pdf:
        page, loop = pikepdf.Dictionary(), pdf.make_indirect(pikepdf.Dictionary())
        loop.Kids = pikepdf.Array([page, loop])
        check_pages(pikepdf.Dictionary(Pages=pikepdf.Dictionary(Kids=[page, page])), Limits())
        for pages in (3, loop, pikepdf.Dictionary(Kids=3), pikepdf.Dictionary(Kids=[pikepdf.String("x")])):
            with pytest.raises(Refused):
                check_pages(pikepdf.Dictionary(Pages=pages), Limits())
        with pytest.raises(Refused):
            check_pages(pikepdf.Dictionary(), Limits())


def test_trees_of_pages_may_be_deep_and_not_too_deep() -> None:
    assert cleaned(tree(40), Limits()).upload.pages == 1
    assert reason(tree(60)) is Reason.TOO_COMPLEX


def test_a_page_that_hangs_there_twice_counts_twice() -> None:
    objects = {
        1: b"<< /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
    }
    assert cleaned(bare(objects), Limits()).upload.pages == 2
    assert reason(bare(objects), Limits(pages=1)) is Reason.TOO_MANY_PAGES


def test_pages_and_parts_are_counted() -> None:
    assert reason(report(), Limits(pages=1)) is Reason.TOO_MANY_PAGES
    assert reason(report(), Limits(objects=20)) is Reason.TOO_COMPLEX


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_what_unpacks_to_far_more_is_refused(layers: int) -> None:
    limits = Limits(unpacked_part=8 * MIB)
    data = bomb(40 * MIB, layers)
    assert len(data) < MIB
    assert reason(data, limits) is Reason.TOO_HEAVY
    assert reason(data, Limits(unpacked=8 * MIB)) is Reason.TOO_HEAVY


def test_a_description_beyond_reason_is_refused() -> None:
    def add(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Metadata = pdf.make_stream(b"<x/>" + b" " * (2 * MIB))

    assert reason(changed(add)) is Reason.TOO_COMPLEX


def test_parts_of_another_kind_than_they_should_be_are_damage() -> None:
    def add(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Metadata = pdf.make_stream(b"not packed at all", Filter=pikepdf.Name.FlateDecode)

    assert reason(changed(add)) is Reason.DAMAGED


# from here on with the real process of its own


def test_a_bomb_ends_its_process_and_nothing_else(caplog: pytest.LogCaptureFixture) -> None:
    began = time.monotonic()
    # the limits of what may be unpacked are taken away, so that only the process stands between bomb and machine
    limits = Limits(unpacked_part=1 << 40, unpacked=1 << 40, processor_time=1)
    assert clean_pdf(bomb(8_000 * MIB), limits) == Refusal(Reason.TOO_HEAVY)
    assert time.monotonic() - began < limits.patience
    assert "an upload was not looked through to the end" in caplog.text


def test_memory_is_bounded() -> None:
    data = bomb(400 * MIB, on_page=True)
    found = clean_pdf(data, Limits(unpacked_part=1 << 40, unpacked=1 << 40, memory=300 * MIB))
    assert isinstance(found, Refusal)
    assert clean_pdf(report(), Limits(memory=8 * MIB)) == Refusal(Reason.TOO_HEAVY)


@pytest.mark.exhaustive
def test_a_million_parts_are_too_many() -> None:
    liar = report().replace(b"/Size ", b"/Size 9999999")
    assert isinstance(inspect_pdf(liar), Refusal)
    objects = {1: b"<< /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", 3: b"<< /Type /Page >>"}
    data = bare(objects | dict.fromkeys(range(4, 210_000), b"<<>>"))
    assert inspect_pdf(data) == Refusal(Reason.TOO_COMPLEX)
    assert isinstance(inspect_pdf(data.replace(b"/Size 210000", b"/Size 000004")), Refusal)


def test_a_very_deep_tree_and_very_deep_nesting_are_refused() -> None:
    assert isinstance(inspect_pdf(tree(20_000)), Refusal)
    nested = {1: b"<< /Pages 2 0 R /X " + b"[" * 100_000 + b"]" * 100_000 + b" >>", 2: b"<< /Kids [] >>"}
    assert isinstance(inspect_pdf(bare(nested)), Refusal)


def test_time_is_bounded(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert inspect_pdf(report(), Limits(patience=0.01)) == Refusal(Reason.TOO_HEAVY)
    assert "the process ended with -9" in caplog.text


def test_every_reason_and_everything_taken_out_has_plain_words() -> None:
    for one in map(Refusal, Reason):
        assert one.message.endswith(".")
        assert one.advice.endswith(".")
        assert not list(banned_words(one.message + one.advice))
    assert len({one.words for one in Removed}) == len(Removed)


def test_what_goes_in_and_out_of_the_process_is_the_same_as_without() -> None:
    data = report()
    here = cleaned(data, Limits())
    assert clean_pdf(data) == here
    assert inspect_pdf(data) == here.upload
