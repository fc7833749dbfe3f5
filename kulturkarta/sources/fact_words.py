"""What a fact's own words say: the declared keywords behind functions, sectors, drives and accessibility.

Only what is written counts. A clause about the past, about plans or about something temporary says nothing of today.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import reduce

import pandas as pd

from kulturkarta.schema import LIST_SEPARATOR

Keywords = Mapping[str, str]

_NOT_TODAY = re.compile(
    r"[^.;]*\b(?:tidigare|före detta|prövats|använts|har hållits|hade|drev|stängde|planera\w*|påbörjad\w*|tillfälligt"
    r"|sades upp|lagt ned)\b[^.;]*",
    re.IGNORECASE,
)

PLACE_FUNCTIONS: Keywords = {
    "ova": r"\breplokal|\brepetitionsrum|\bdanslokal|\bdansstudio",
    "producera": (
        r"\bateljé|\bskaparverkst|\bslöjdverkst|\bskapande verkst|\bmed\b[^.]*\bverkstäder\b"
        r"|\b(inspelnings|risograf|musik|foto)studio\b"
    ),
    "lara": r"\w*kurser\b|\bkursgård|\bkursverksamhet|\bföreläsning|\bföredrag|\bhandledning",
    "visa": (
        r"\b(utomhus|ute|musik|källar|teater)?scen(en|er)?\b|\w*utställning|\w*konsert|\bföreställning|\bteatersalong"
        r"|\w*galleri(et)?\b|\butomhusbio|\bbiograf\b|\bspelplats|\bskulpturpark"
    ),
    "motas": r"\bmötes?(plats|lokal|hus)|\w*möten\b|\bsamlings(lokal|plats|punkt)|\bårsmöte",
    "lana_lasa": r"\b(med|och|rymmer) (\w+)?bibliotek\b|\bbiblioteksfunktion|\bbiblioteket är inrymt",
    "bevara": r"\w*museum\b|\bsamlingar(na)?\b|\barkiv\b|\bmuseijärnväg|\bmuseispårväg",
}

ACCESSIBILITY: Keywords = {
    "rullstol": r"\brullstol/",
    "ramp": r"\bramp\b",
    "hwc": r"\b(rullstols|tillgänglighets|handikapp)\w* ?toalett",
    "parkering": r"\banpassad parkering",
    "horslinga": r"\bhörslinga",
}

PRICE: Keywords = {"gratis": r"^(fri entré|gratis för besökare)$", "frivillig": r"^frivillig entré$"}

DRIVE: Keywords = {"passion": r"\bideell(t|a)\b|\bpassionsdriv"}

LEGAL_FORM: Keywords = {
    "aktiebolag": r"\bAB\b",
    "ekonomisk_forening": r"\bekonomisk förening\b",
    "ideell_forening": r"\bideell förening\b",
}

# Words with which a group says itself that it is an association; without them its type was concluded from its kind.
ASSOCIATION = (
    r"förening|förbund|sällskap|klubb|byalag|ideell|spelmanslag|folkdanslag|gille\b|bygderåd|kommitté|församling"
)

UNCERTAIN = r"\bej bekräfta[dt]"

SUPPORT_FUNCTIONS: Keywords = {
    "pengar": r"\w*bidrag|\w*stipendi|\bprojektstöd|\barvodera|\bekonomisk garanti|\bleaderstöd|\bcheckar\b",
    "rad": r"\w*rådgivning|\bråd\b|\bbollplank|\blotsar\b",
    "lokal": r"\blokaler\b|\blägre hyra|\bateljé",
    "natverk": r"\bnätverk|\bkontakter\b",
    "utbildning": r"\w*kurser\b|\butbildning|\bföreläsning|\bkompetensutveckling|\bhandledning",
    "synlighet": r"\bmarknadsföring|\w*utställning|\bkommunikationsinsatser",
}

# These three are read in the support's own description of its target group only.
TARGET_SECTORS: Keywords = {
    "musik": r"\bmusiker",
    "scenkonst": r"\bteaterförening|\bscenkonstnär",
    "dans": r"\bdans(utövare|are)\b|\bkoreograf",
    "bildkonst": r"\bkonstnär(er)?\b|\bkonstförening",
    "form_slojd_hantverk": r"\bslöjdare",
    "film_media": r"\bmanusförfattare|\w*film\b",
    "litteratur": r"\bfolkbibliotek|\bskrivande\b",
    "kulturarv": r"\bhembygds|\blokalhistoria|\bkulturarv",
    "mat_gastronomi": r"\bmat- och dryck",
}
TARGET_STAGES: Keywords = {"nystartad": r"\bstartups?\b"}
TARGET_DRIVES: Keywords = {
    "passion": r"\bideell sektor|\bideella\b(?! förening)|\bpassionsdriv",
    "marknad": r"\bnäringsverksamhet|\bkreativa näringar|\bföretagare\b|\bstartups?\b|\bdryckesföretag",
}


def says(text: pd.Series, pattern: str) -> pd.Series:
    """Whether each text matches `pattern`, whatever the case.

    Python's `re` on purpose: the regular expressions of Arrow know no å, ä, ö at word borders.
    """
    search = re.compile(pattern, re.IGNORECASE).search
    return pd.Series([search(words) is not None for words in text], index=text.index, dtype=bool)


def drop_past(text: pd.Series) -> pd.Series:
    """`text` without the clauses that speak of the past, of plans or of something temporary."""
    return pd.Series([_NOT_TODAY.sub("", words) for words in text], index=text.index, dtype="str")


def find_codes(text: pd.Series, keywords: Keywords) -> pd.Series:
    """The codes whose keyword is in each text, joined by ";" in the order of `keywords`."""
    hits = pd.DataFrame({code: says(text, pattern) for code, pattern in keywords.items()}, index=text.index)
    return join_codes([pd.Series(code, index=text.index).where(hits[code], "") for code in keywords])


def find_code(text: pd.Series, keywords: Keywords) -> pd.Series:
    """The first code whose keyword is in each text: for columns that hold one term."""
    return find_codes(text, keywords).str.split(LIST_SEPARATOR).str[0].astype("str")


def join_codes(columns: list[pd.Series]) -> pd.Series:
    """Non-empty values of `columns` side by side, each once, joined by ";"."""
    joined = join_text(columns, LIST_SEPARATOR)
    once = [LIST_SEPARATOR.join(dict.fromkeys(filter(None, codes.split(LIST_SEPARATOR)))) for codes in joined]
    return pd.Series(once, index=joined.index, dtype="str")


def join_text(columns: list[pd.Series], separator: str) -> pd.Series:
    """The texts of `columns` side by side, row by row; also for no rows, where DataFrame.agg gives no column."""
    return reduce(lambda left, right: left + separator + right, (column.astype("str") for column in columns))


def order_codes(joined: pd.Series, codes: tuple[str, ...]) -> pd.Series:
    """Each ";"-joined list in the vocabulary's own order."""
    rank = {code: n for n, code in enumerate(codes)}

    def in_order(text: str) -> str:
        return LIST_SEPARATOR.join(sorted(filter(None, text.split(LIST_SEPARATOR)), key=rank.__getitem__))

    return joined.map(in_order).astype("str")
