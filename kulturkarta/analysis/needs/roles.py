"""What a scale question says of a need: how much it is felt, or how well it is met. Told by its words, where no person
has said it."""

from __future__ import annotations

import re
from typing import Literal

Role = Literal["need", "met", "other"]

# How well something is met wins over the word need: "mina behov är tillgodosedda", "nöjd med stödet jag behöver".
_MET = re.compile(
    r"\bnöjd|\bräcker|\btillräcklig|\btillgodose|\bfungerar|\blätt att|\bhur väl"
    r"|\bfått|\bfår |\bhar tillgång|\bdet finns"
    r"|\bsatisf|\benough|\bsufficien|\bworks? well|\beasy to|\bhave access|\bthere (?:is|are)|\bhow well"
    r"|\bfornøyd|\btilstrekkelig|\bnok\b|\blett å|\bhar tilgang|\bdet finnes|\bhvor godt",
    re.IGNORECASE,
)
_NEED = re.compile(
    r"\bbehöv|\bbehov|\bsaknar|\bviktig|\bönskar|\bskulle vilja|\bneed|\black|\bimportant|\bwish|\bwould like"
    r"|\btrenger|\bsavner|\bønsker",
    re.IGNORECASE,
)


def find_role(question: str) -> Role:
    """`Jag behöver fler ställen att öva på` -> need; `Jag är nöjd med stödet som finns` -> met; else other."""
    if _MET.search(question):
        return "met"
    return "need" if _NEED.search(question) else "other"
