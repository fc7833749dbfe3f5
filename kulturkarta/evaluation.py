"""The evaluation that a workshop's participants fill in on their own telephones: which workshop, what is asked, what is
kept of an answer. Nobody is asked for a name, and what was written is kept without addresses and numbers."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from kulturkarta.answers import RESPONDENT_COLUMNS, WAVE_COLUMNS, Answers
from kulturkarta.i18n import DEFAULT_LANGUAGE, Texts
from kulturkarta.sources.forms.items import items_frame, responses_frame
from kulturkarta.sources.forms.personal import mask_personal

PARAM, ABOUT = "om", "workshop"
GROUP_PARAM, DAY_PARAM = "grupp", "dag"
MAX_MEMBERS = 8
MAX_WORDS = 500
"""Most letters of what a person writes in her own words."""
MAX_ANSWERS, MAX_WORKSHOPS = 100, 200
"""Most answers about one workshop, and most workshops that a region has answers about."""
DAYS = 180
"""So many days before and after it a workshop can be answered about."""
LOW, HIGH = 1, 5

QUESTIONS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "meeting": ("choice", ("first", "second", "third")),
    "contacts": ("likert", ()),
    "resources": ("likert", ()),
    "idea": ("likert", ()),
    "needs": ("multi", ("room", "money", "skills", "people", "time", "leader")),
    "again": ("choice", ("yes", "maybe", "no")),
    "words": ("text", ()),
}
"""Question -> its kind and its options; the words are `evaluation.<question>` and `evaluation.option.<option>`."""

Given = Mapping[str, int | str | tuple[str, ...] | None]
"""Question -> step of the scale, option, options or text; what is left out was not answered."""


@dataclass(frozen=True)
class Workshop:
    """Whose workshop, and which day the first one is held: ids of actors in the catalogue, in order."""

    members: tuple[str, ...]
    day: date

    @property
    def key(self) -> str:
        """The name of its wave: the day, and a mark of the group that gives no member away."""
        mark = hashlib.sha256(",".join(sorted(self.members)).encode()).hexdigest()[:10]
        return f"workshop-{self.day.isoformat()}-{mark}"

    def write(self) -> dict[str, str]:
        """The parameters of the address that the form opens at."""
        return {PARAM: ABOUT, GROUP_PARAM: ",".join(self.members), DAY_PARAM: self.day.isoformat()}


def read_workshop(params: Mapping[str, str], known: Collection[str], *, today: date) -> Workshop | None:
    """The workshop of an address; None where it names no group of the catalogue, or no day near `today`."""
    members = tuple(dict.fromkeys(filter(None, params.get(GROUP_PARAM, "").split(","))))
    try:
        day = date.fromisoformat(params.get(DAY_PARAM, ""))
    except ValueError:
        return None
    is_known = 0 < len(members) <= MAX_MEMBERS and all(member in known for member in members)
    return Workshop(members, day) if is_known and abs((today - day).days) <= DAYS else None


def compose_answers(workshop: Workshop, given: Given, *, title: str, today: date) -> Answers:
    """One person's answer as a wave of its own, in the words of the default language, whatever language she read.

    Words of her own are cut at `MAX_WORDS` letters and lose addresses, telephone and personal numbers.
    """
    t = Texts(DEFAULT_LANGUAGE)
    wave, person = workshop.key, f"{workshop.key}-{uuid.uuid4().hex[:12]}"
    named = [wave, title, "form", t("evaluation.consent"), today.isoformat(), "evaluation"]
    items, rows = [], []
    for name, (kind, options) in QUESTIONS.items():
        item = f"{wave}-{name}"
        ends = (float(LOW), float(HIGH)) if kind == "likert" else (float("nan"), float("nan"))
        words = {option: t(f"evaluation.option.{option}") for option in options}
        question = t(f"evaluation.{name}")
        described = dict(
            zip(("item", "wave", "theme", "kind", "question"), (item, wave, "samverkan", kind, question), strict=True)
        )
        items.append({**described, "low": ends[0], "high": ends[1], "options": tuple(words.values())})
        if answer := _read(given.get(name), kind, words):
            rows.append({"respondent": person, "item": item, **answer})
    respondent = {"respondent": person, "wave": wave, "sectors": (), "answered": today.isoformat()}
    texts = {name: "str" for name in RESPONDENT_COLUMNS if name != "sectors"}
    return Answers(
        pd.DataFrame([named], columns=list(WAVE_COLUMNS)).astype("str"),
        items_frame(items),
        pd.DataFrame([respondent], columns=list(RESPONDENT_COLUMNS)).astype(texts),
        responses_frame([pd.DataFrame(rows, columns=["respondent", "item", "score", "choices", "text"])]),
    )


def _read(value: object, kind: str, words: Mapping[str, str]) -> dict[str, object]:
    """What is kept of one answer; nothing of one that the form cannot give."""
    if kind == "likert":
        return {"score": float(value)} if isinstance(value, int) and LOW <= value <= HIGH else {}
    if kind == "text":
        text = str(value or "").strip()[:MAX_WORDS]
        return {"text": mask_personal(pd.Series([text], dtype="str"))[0].iloc[0]} if text else {}
    chosen = value if isinstance(value, tuple) else (value,)
    found = tuple(words[str(option)] for option in chosen if option in words)
    return {"choices": found} if found else {}
