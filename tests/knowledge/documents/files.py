"""Files to try with."""

from __future__ import annotations

from io import BytesIO

import pikepdf


def a_pdf(pages: int = 3) -> bytes:
    """Make a plain PDF with a few empty pages."""
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=(595, 842))
    out = BytesIO()
    made.save(out, deterministic_id=True)  # otherwise it holds the second in which it was made
    return out.getvalue()
