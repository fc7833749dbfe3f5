"""Vocabularies, read from `data/taxonomy/*.csv`: one file each, one row per term, labels in every language.

Columns: `code`, `label_sv`, `label_en`, `label_nb`, optionally `icon`, `definition_sv` and crosswalks
(`kkn`, `fcs`, `sni2007`, `sni2025`, `osm`; several values are joined by `;`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pandas as pd

from kulturkarta.errors import KulturkartaError


@dataclass(frozen=True)
class Vocabulary:
    """The terms of one vocabulary, in the file's order. `frame` is indexed by code."""

    name: str
    frame: pd.DataFrame

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(self.frame.index)

    def __contains__(self, code: object) -> bool:
        return code in self.frame.index

    @cached_property
    def _labels(self) -> Mapping[str, Mapping[str, str]]:
        """Language -> code -> label: asked for hundreds of times a run, and pandas is slow at single cells."""
        columns = [name for name in self.frame.columns if name.startswith("label_")]
        return {
            name.removeprefix("label_"): dict(zip(self.frame.index, self.frame[name], strict=True)) for name in columns
        }

    def labels(self, lang: str) -> dict[str, str]:
        """code -> label in `lang`."""
        return dict(self._labels[lang])

    def label(self, code: str, lang: str) -> str:
        """The label of `code`; the code itself when it is not a term, so that bad data stays visible."""
        return self._labels[lang].get(code, code)


Taxonomy = Mapping[str, Vocabulary]


@cache
def read_taxonomy(folder: Path) -> Taxonomy:
    """Every vocabulary under `folder` by file stem. Raises KulturkartaError for a file without codes or labels."""
    vocabularies: dict[str, Vocabulary] = {}
    for path in sorted(folder.glob("*.csv")):
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
        missing = {"code", "label_sv", "label_en", "label_nb"} - set(frame.columns)
        if missing or frame["code"].duplicated().any():
            raise KulturkartaError(f"{path}: lacks {sorted(missing)} or repeats a code")
        vocabularies[path.stem] = Vocabulary(path.stem, frame.set_index("code"))
    return vocabularies
