"""Swedish words that decide how free text is read: those without a subject, those that are one, heads of compounds."""

from __future__ import annotations

from collections.abc import Mapping

_STOP_WORDS = """
alla allt alltid allting andra annan annars annat att av bara behov behöv behöva behöver behövs bland blev bli blir
borde bra båda både bör dem den denna dess dessa det detta dig din dina ditt dock där då eller en enda er era ert
ett fast finns fler flera flest fram från få får fått för före gav ge genom ger gick gjort god gott gå går gör göra
ha had hade han hans har hela helst helt hennes hit hon honom hos hur här i ibland igen in inga ingen inget innan
inom inte istället ja jag ju kan kanske klarar kommer kunde kunna lika lite lång långt man med mellan men mer mest
mig min mina mindre minst mitt mot mycket måste nog nu ny nya nytt när någon något några nånting och också ofta
olika om oss på redan sade sakna saknar saknas sedan ser sig sin sina sitt själv själva ska skall skillnad skulle
sluta små snart som störst största så sådan sådana såg sånt ta tack tar till tills tillsammans tro tror tycker under
upp ut utan vad var vara varit varje vem vet vi vid vilka vilken vilket vill ville vore väl väldigt vår våra vårt än
ändå ännu även åt önska önskar över
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())

ALIASES: Mapping[str, str] = {
    # Snowball parts what a reader sees as one word.
    **dict.fromkeys(("mötesplats", "mötesplatser", "mötesplatsen", "mötesplatserna", "mötesplat"), "mötesplats"),
    **dict.fromkeys(("samverkan", "samverka", "samverkar", "samverkat", "samverk"), "samverkan"),
    **dict.fromkeys(("samarbete", "samarbeten", "samarbeta", "samarbetar", "samarbet"), "samverkan"),
    **dict.fromkeys(("stöd", "stödet", "stöden", "stödja", "stödjer", "stödj"), "stöd"),
    **dict.fromkeys(("pengar", "pengarna", "peng", "finansiering", "finansiera", "finansi"), "pengar"),
    **dict.fromkeys(("bidrag", "bidraget", "bidragen", "stipendium", "stipendier", "stipendi"), "bidrag"),
    **dict.fromkeys(("ansökan", "ansökningar", "ansökningarna", "ansöka", "ansökning", "söka", "söker"), "ansökan"),
    **dict.fromkeys(("nätverk", "nätverket", "nätverken", "nätverka", "kontakt", "kontakter", "kontakt"), "nätverk"),
    **dict.fromkeys(("konstnär", "konstnärer", "konstnärerna", "konstnärlig"), "konstnär"),
    **dict.fromkeys(("musiker", "musik", "musiken", "musikerna"), "musik"),
    **dict.fromkeys(("rådgivning", "rådgivare", "råd", "rådet", "lotsa", "lotsning", "lots"), "råd"),
    **dict.fromkeys(("företag", "företagen", "företagare", "bolag"), "företag"),
    **dict.fromkeys(("hyra", "hyran", "hyror", "hyr"), "hyra"),
    **dict.fromkeys(("buss", "bussar", "kollektivtrafik", "resa", "resor", "resa"), "resa"),
}

HEADS: Mapping[str, str] = {
    # Ending of a compound's stem -> the head that carries its subject here.
    "lokal": "lokal",
    "mötesplat": "mötesplats",
    "nätverk": "nätverk",
    "bidrag": "bidrag",
    "stöd": "stöd",
    "ateljé": "ateljé",
    "verkstad": "verkstad",
    "scen": "scen",
    "ansökning": "ansökan",
    "kalend": "kalender",
}
