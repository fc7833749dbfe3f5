"""Bytes to text, as Swedish programs write it."""

from __future__ import annotations

import codecs
import unicodedata

from kulturkarta.errors import Cell, DataProblem

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode_text(data: bytes, *, file: str) -> str:
    """The text of `data` in Unicode normal form C, without a byte order mark.

    UTF-16 where a mark says so, else UTF-8, else the Windows code page 1252 that Swedish Excel writes. What is valid
    UTF-8 is never read as anything else. Raises DataProblem when it is none of them.
    """
    try:
        text = _decode(data)
    except UnicodeDecodeError as error:
        raise DataProblem("file.encoding", Cell(file)) from error
    # Half of the bytes NUL: UTF-16 without a mark, or no text at all.
    if text[:1000].count("\0") > len(text[:1000]) // 4:
        raise DataProblem("file.encoding", Cell(file))
    return normal_form(text)


def normal_form(text: str) -> str:
    """`text` in Unicode normal form C: `A` and a ring above become `Å`, so that equal words compare equal."""
    return unicodedata.normalize("NFC", text)


def _decode(data: bytes) -> str:
    if data.startswith(_UTF16_MARKS):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")
