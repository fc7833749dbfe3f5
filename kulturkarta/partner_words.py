"""Reasons for a match in a person's language: the same sentences on the page, in a file and in a terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kulturkarta.analysis.matching.reasons import Reason
from kulturkarta.analysis.matching.words import FREE, Lexicon
from kulturkarta.i18n import Texts
from kulturkarta.taxonomy import Taxonomy

SAME_SPOT_KM = 0.05
"""Nearer than this two points are those of one town, or of one house."""
_WHOLE_KM = 10
"""From here on a distance is said in whole kilometres."""


class PartnerWords:
    """The words for reasons and terms in the language of `t`."""

    def __init__(self, t: Texts, taxonomy: Taxonomy, offering: Lexicon) -> None:
        self.t = t
        self._taxonomy = taxonomy
        self._offering = offering

    def name_term(self, term: str) -> str:
        """What somebody offers or seeks, in words: the term's label, else the word as it was written."""
        if term.startswith(FREE):
            return self._offering.write(term)
        return self._taxonomy["offering"].label(term, self.t.lang).lower()

    def label(self, vocabulary: str, code: str) -> str:
        return self._taxonomy[vocabulary].label(code, self.t.lang).lower()

    def name_feature(self, kind: str, code: str) -> str:
        """What a group can have, in words: `skapande`, `passion`, `området musik`, `lokal (söks)`."""
        name = self.name_term(code) if kind == "need" else self.label(kind, code)
        return self.t(f"samverkan.feature.{kind}", name=name)

    def say_km(self, km: float) -> str:
        """`0` within one town or house, `3,4` below ten kilometres, `12` above."""
        if km < SAME_SPOT_KM:
            return self.t.number(0)
        return self.t.number(round(km, 1), 1) if km < _WHOLE_KM else self.t.number(round(km))

    def describe(self, reason: Reason) -> str:
        """The sentence of a reason."""
        say = _SENTENCES.get(reason.code)
        return say(self, reason.params) if say else self.t(f"samverkan.reason.{reason.code}")

    def _terms(self, code: str, params: Mapping[str, Any], name: Callable[[str], str]) -> str:
        return self.t(f"samverkan.reason.{code}", terms=self.t.join(map(name, params["terms"])))

    def _sectors(self, code: str, params: Mapping[str, Any]) -> str:
        mine, theirs = self.label("sector", params["mine"]), self.label("sector", params["theirs"])
        known = code == "sector_near" and params["ties"] > 0
        if known:
            text = self.t("samverkan.reason.sector_near_known", n=params["ties"], mine=mine, theirs=theirs)
        else:
            text = self.t(f"samverkan.reason.{code}", mine=mine, theirs=theirs)
        return text[0].upper() + text[1:]

    def _roles(self, params: Mapping[str, Any]) -> str:
        mine, theirs = (self.t(f"samverkan.role.{params[who]}") for who in ("mine", "theirs"))
        text = self.t("samverkan.reason.role", mine=mine, theirs=theirs)
        return self.t("samverkan.reason.concluded", text=text) if params["concluded"] else text

    def _drive(self) -> str:
        return self.t("samverkan.reason.concluded", text=self.t("samverkan.reason.drive_concluded"))

    def _tied(self, params: Mapping[str, Any]) -> str:
        t = self.t
        year = t("word.unknown_when") if params["year"] is None else str(params["year"])
        return t("samverkan.reason.tied", kind=params["kind"] or t("word.no_information").lower(), year=year)

    def _introduced(self, params: Mapping[str, Any]) -> str:
        return self.t("samverkan.reason.introduction", n=params["n"], names=self.t.join(params["names"]))


_SENTENCES: Mapping[str, Callable[[PartnerWords, Mapping[str, Any]], str]] = {
    "they_meet": lambda words, params: words._terms("they_meet", params, words.name_term),
    "you_meet": lambda words, params: words._terms("you_meet", params, words.name_term),
    "audience": lambda words, params: words._terms("audience", params, lambda code: words.label("audience", code)),
    **{
        code: (lambda words, params, code=code: words._sectors(code, params))
        for code in ("sector_same", "sector_near", "sector_far", "sector_neutral")
    },
    "role": lambda words, params: words._roles(params),
    "near": lambda words, params: words.t("samverkan.reason.near", km=words.say_km(params["km"])),
    "near_about": lambda words, params: words.t("samverkan.reason.near_about", km=words.say_km(params["km"])),
    "drive_concluded": lambda words, params: words._drive(),
    "tied": lambda words, params: words._tied(params),
    "introduction": lambda words, params: words._introduced(params),
}
