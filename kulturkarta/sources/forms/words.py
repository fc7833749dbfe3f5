"""What the words in a form mean: headers, Likert scales, terms of the vocabularies, in any of the languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from kulturkarta.taxonomy import Taxonomy, Vocabulary

LANGUAGES = ("sv", "en", "nb")
MISSING = "missing"
_WORD = re.compile(r"[\w-]+")
_EDGE = re.compile(r"^[\s*:.?!\d)]+|[\s*:.?!(]+$")
# Words that only one of the languages uses, common in questions.
_TELLTALE = {
    "sv": {"och", "är", "hur", "vad", "vilken", "vilka", "inte", "för", "av", "ditt", "din", "jag", "från", "att"},
    "en": {"and", "is", "are", "how", "what", "which", "the", "of", "your", "you", "with", "from", "do"},
    "nb": {"og", "er", "hvor", "hva", "hvilken", "hvilke", "ikke", "av", "ditt", "din", "jeg", "fra", "å"},
}


@dataclass(frozen=True)
class FormWords:
    """The word tables of `data/taxonomy`, ready to be asked. `municipalities`: code -> name."""

    taxonomy: Taxonomy
    municipalities: Mapping[str, str]

    @cached_property
    def _labels(self) -> Mapping[str, Mapping[str, str]]:
        return {kind: _labels(self.taxonomy[name]) for kind, name in VOCABULARY_OF.items()}

    @cached_property
    def scales(self) -> Mapping[str, Mapping[str, float]]:
        """Scale -> word in lower case -> score; under "missing" the words that say there is no answer."""
        found: dict[str, dict[str, float]] = {}
        for _, row in self.taxonomy["likert"].frame.iterrows():  # a few dozen rows
            labels = [str(row[f"label_{lang}"]) for lang in LANGUAGES]
            for word in (*labels, *filter(None, str(row["also"]).split(";"))):
                found.setdefault(str(row["scale"]), {})[fold(word)] = float(row["score"] or "nan")
        return found

    def kind_of_header(self, header: str) -> str:
        """The kind that `header` names by itself: refused, timestamp, respondent or skip; "" for a question."""
        text, words = fold(header), set(_WORD.findall(fold(header)))
        if text.startswith(("points - ", "feedback - ", "poäng - ")):
            return "skip"
        frame = self.taxonomy["form_column"].frame
        for code, group, headers, cues in zip(
            frame.index, frame["group"], frame["headers"], frame["words"], strict=True
        ):
            is_cue = group == "refused" and bool(words & set(cues.split(";")) - {""})
            if is_cue or text in filter(None, headers.split(";")):
                return str(code)
        return ""

    def hints_at(self, kind: str, header: str) -> bool:
        """Whether a word of `header` hints at what `kind` is about."""
        cues = str(self.taxonomy["form_column"].frame.loc[kind, "words"]).split(";")
        return bool(set(_WORD.findall(fold(header))) & set(cues))

    def guess_theme(self, header: str) -> str:
        """The need that most words of `header` speak of, "" for none or a tie."""
        frame, text = self.taxonomy["need_theme"].frame, fold(header)
        if "cues" not in frame:
            return ""
        n = {str(code): sum(cue in text for cue in cues.split(";") if cue) for code, cues in frame["cues"].items()}
        best = max(n, key=lambda code: n[code])
        return best if n[best] and list(n.values()).count(n[best]) == 1 else ""

    def find_term(self, kind: str, text: str) -> str:
        """The code that `text` means for a column of `kind`, "" when nothing is close enough to be sure."""
        if kind == "municipality":
            return find_municipality(text, self.municipalities)
        return find_term(text, self._labels[kind])


VOCABULARY_OF: Mapping[str, str] = {"sectors": "sector", "actor_type": "actor_type", "drive": "drive"}


def fold(text: str) -> str:
    """`text` for comparing: lower case, typographic apostrophe plain, without number, colon or mark at its ends."""
    return _EDGE.sub("", text.casefold().replace("’", "'").strip()).strip() or text.casefold().strip()


def find_municipality(text: str, municipalities: Mapping[str, str]) -> str:
    """The code in or for `text`: `Nyköping`, `Nyköpings kommun`, `0480`, `0480 Nyköping`."""
    wanted = text.casefold().strip()
    for word in _WORD.findall(wanted):
        if word in municipalities:
            return word
    name = wanted.removesuffix("kommun").removesuffix("municipality").strip(" ,-")
    names = {known.casefold(): code for code, known in municipalities.items()}
    return names.get(name) or names.get(name.removesuffix("s"), "")


def find_term(text: str, labels: Mapping[str, str]) -> str:
    """The code whose label is `text`, or the only one whose label has all its words: `Slöjd`, `Theatre`."""
    wanted = fold(text)
    if wanted in labels:
        return labels[wanted]
    words = set(_WORD.findall(wanted))
    codes = {code for label, code in labels.items() if words and words <= set(_WORD.findall(label))}
    return codes.pop() if len(codes) == 1 else ""


def _labels(vocabulary: Vocabulary) -> dict[str, str]:
    labels = {fold(label): code for lang in LANGUAGES for code, label in vocabulary.labels(lang).items()}
    return labels | {code: code for code in vocabulary.codes}


@cache
def find_language(headers: tuple[str, ...]) -> str:
    """The language most telltale words in `headers` belong to, "" when there are none."""
    words = [word for header in headers for word in _WORD.findall(header.casefold())]
    n = {lang: sum(word in telltale for word in words) for lang, telltale in _TELLTALE.items()}
    n["sv"] += sum("ä" in word or "ö" in word for word in words)
    n["nb"] += sum("æ" in word or "ø" in word for word in words)
    best = max(n, key=lambda lang: n[lang])
    return best if n[best] else ""
