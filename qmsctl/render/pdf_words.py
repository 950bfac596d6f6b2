"""The words of a PDF file, line by line and page by page, as pypdf reads them.

pypdf is pure Python and needs nothing else; it comes with the extra `pdf`, and is loaded only here and only
when two PDF files differ.  It also reads what another program saved anew.
"""

from __future__ import annotations

import io
import logging
import re
from typing import Final

from qmsctl.errors import MissingExtraError
from qmsctl.messages import tr

__all__ = ["pdf_producer", "pdf_words"]

_PRODUCER: Final = re.compile(rb"/Producer \(([^)\r\n]{1,100})\)")


def pdf_producer(content: bytes) -> str:
    """Return what the file says it was made by; empty if it does not say it in the clear."""
    found = _PRODUCER.search(content)
    return found[1].decode("latin-1") if found else ""


def pdf_words(content: bytes) -> tuple[tuple[str, ...], ...] | None:
    """Return the lines of each page of the PDF file *content*; `None` if it is damaged, locked, or has no words.

    Raises:
        MissingExtraError: the extra `pdf` is not installed.
    """
    try:
        from pypdf import PdfReader  # noqa: PLC0415 - an extra
    except ImportError as fault:
        raise MissingExtraError(
            tr("the words of a PDF file cannot be read without the package pypdf"), "pypdf"
        ) from fault
    logging.getLogger("pypdf").addHandler(logging.NullHandler())  # what it repairs is of no use to a reader
    try:
        pages = tuple(
            tuple(filter(str.strip, page.extract_text().splitlines()))
            for page in PdfReader(io.BytesIO(content)).pages
        )
    except Exception:  # noqa: BLE001 - broken files make it fail in as many ways as there are
        return None
    return pages if any(pages) else None
