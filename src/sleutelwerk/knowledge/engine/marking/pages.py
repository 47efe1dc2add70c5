"""Lays a form over a page so that nothing of the page can move it, hide it or take it for text of its own."""

from __future__ import annotations

import pikepdf

from sleutelwerk.knowledge.engine.marking.frames import Matrix, inherited
from sleutelwerk.knowledge.engine.marking.openings import Openings, read_fully, read_quickly


def lay_over(pdf: pikepdf.Pdf, page: pikepdf.Page, form: pikepdf.Object, matrix: Matrix) -> None:
    """Show a form on top of a page, as an artifact: screen readers pass over it, and the page's own tags stay."""
    streams = _streams(page.obj)
    openings = _openings_of(pdf, streams)
    if openings is None:
        streams, openings = _isolated(pdf, page, streams), Openings()
    name = _name_for(_resources(page.obj), form)
    numbers = " ".join(f"{number:.5f}".rstrip("0").rstrip(".") for number in matrix)
    mark = f"/Artifact <</Type /Pagination /Subtype /Watermark>> BDC\nq {numbers} cm {name} Do Q\nEMC\n"
    page.obj.Contents = pikepdf.Array(
        [pdf.make_stream(openings.before()), *streams, pdf.make_stream(openings.after() + mark.encode())]
    )


def _streams(page: pikepdf.Dictionary) -> list[pikepdf.Object]:
    found = page.get("/Contents")
    several = list(found) if isinstance(found, pikepdf.Array) else [found]
    return [one for one in several if isinstance(one, pikepdf.Stream)]


def _openings_of(pdf: pikepdf.Pdf, streams: list[pikepdf.Object]) -> Openings | None:
    content = b"\n".join(stream.read_bytes() for stream in streams)
    return read_quickly(content) or read_fully(pdf, streams)


def _isolated(pdf: pikepdf.Pdf, page: pikepdf.Page, streams: list[pikepdf.Object]) -> list[pikepdf.Object]:
    """Put a page that cannot be read into a form of its own, which ends where it ends."""
    form = pdf.make_stream(
        b"\n".join(stream.read_bytes() for stream in streams),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=page.mediabox,
        Resources=_resources(page.obj),
    )
    page.obj.Resources = pikepdf.Dictionary()
    name = _name_for(page.obj.Resources, form)
    return [pdf.make_stream(f"{name} Do".encode())]


def _resources(page: pikepdf.Dictionary) -> pikepdf.Object:
    found = inherited(page, "/Resources")
    page.Resources = found if isinstance(found, pikepdf.Dictionary) else pikepdf.Dictionary()
    return page["/Resources"]


def _name_for(resources: pikepdf.Object, form: pikepdf.Object) -> str:
    """Give the name of a form among what a page uses; pages often share one list."""
    if not isinstance(resources.get("/XObject"), pikepdf.Dictionary):
        resources.XObject = pikepdf.Dictionary()
    shown = resources.XObject
    number = 0
    while (name := f"/Merk{number}") in shown and shown[name].objgen != form.objgen:
        number += 1
    shown[name] = form
    return name
