"""Twelve exports of forms, byte by byte as Google Forms, Microsoft Forms and a spreadsheet in between write them."""

# ruff: noqa: E501, DTZ001  # lines are as long, and times as bare, as the tools write them

from __future__ import annotations

import codecs
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from openpyxl import Workbook

from kulturkarta.settings import PROJECT_DIR
from kulturkarta.sources.forms.form import Form, read_form
from kulturkarta.sources.forms.mapping import FormMapping
from kulturkarta.sources.forms.reading import Wave
from kulturkarta.sources.guard import Limits
from kulturkarta.survey import read_form_words

LIMITS = Limits(max_bytes=1_000_000, max_rows=1000, max_unpacked_bytes=5_000_000, seconds=20, memory_mb=1)
WAVE = Wave("Våren 2026", "needs", "Svaren får användas i kartan.", "2026-05-01")


@dataclass(frozen=True)
class Layout:
    """An export, what its columns are, and what is read of some of its rows: question -> answers from the top."""

    file: str
    data: bytes
    tool: str
    language: str
    kinds: Sequence[str]
    municipalities: Sequence[str | None]
    answered: Sequence[str | None]
    given: Mapping[str, Sequence[object]]
    themes: Mapping[str, str]


def read(data: bytes, file: str = "x.csv", *, mapping: FormMapping | None = None, wave: Wave = WAVE) -> Form:
    """`data` as the app reads it, with the words and municipalities that the app ships with."""
    words = read_form_words(PROJECT_DIR / "data")
    return read_form(data, file=file, wave=wave, words=words, limits=LIMITS, mapping=mapping)


def answers_to(form: Form, question: str) -> list[object]:
    """The answers to one question, by respondent; None where there is none."""
    answers = form.reading.answers
    items = answers.items[answers.items["question"].eq(question)]
    (item,), (kind,) = items["item"], items["kind"]
    given = answers.responses[answers.responses["item"].eq(item)].set_index("respondent")
    column = {"choice": "choices", "multi": "choices", "text": "text"}.get(kind, "score")
    found = given[column].reindex(answers.respondents["respondent"])
    return [None if value != value or value is None else value for value in found]


def workbook(rows: Sequence[Sequence[object]], *, merged: Sequence[str] = (), title: str = "Sheet1") -> bytes:
    book, stream = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    book.save(stream)
    return stream.getvalue()


# 1. Google Forms, "Ladda ned svar (.csv)" from the form itself, in Swedish: fm and em, choices joined by ";".
GOOGLE_SV = """"Tidstämpel","I vilken kommun är du verksam? ","Inom vilket konstområde? ","Hur nöjd är du med stödet du får?","Vad behöver du mest? ","Vad skulle göra störst skillnad?"
"2022/03/22 8:53:03 fm CET","Flen","Musik;Dans","Ganska missnöjd","Replokal;Pengar","En lokal att öva i"
"2022/03/22 12:10:44 em CET","Nyköping","Bildkonst","Mycket nöjd","Pengar",""
"2022/03/23 5:01:09 em CET","Strängnäs","Teater","Vet ej","Replokal;Rådgivning","Någon att fråga"
"2022/03/29 9:00:00 fm CEST","Flen","Musik","Ganska nöjd","Replokal;Pengar;Rådgivning",""
"""

# 2. Google Forms in English, by way of Sheets: m/d/y, choices joined by ", " with an option that holds a comma.
GOOGLE_EN = """Timestamp,Email Address,Which municipality are you in?,I can find people to work with,What do you need?
9/9/2026 18:05:12,a@example.org,Eskilstuna,Strongly agree,"A stage, with lights and sound, Money"
9/9/2026 18:45:00,b@example.org,Trosa,Disagree,Money
9/10/2026 7:30:01,c@example.org,Eskilstuna,Neither agree nor disagree,"A stage, with lights and sound, Advice"
9/14/2026 11:11:11,d@example.org,Gnesta,Don't know,"Advice, Money"
"""

# 3. Microsoft Forms in English, CSV: ID and times first, trailing ";", m/d/yy, a repeated question, "anonymous".
MICROSOFT_EN = """ID,Start time,Completion time,Email,Name,Municipality,"What do you offer
others?",How important is a place to meet?,Why?,How important is advice?,Why?2
1,7/2/20 10:58:02,7/2/20 11:00:22,anonymous,,Oxelösund,Workshops;Concerts;,Very important,We have none,Slightly important,
2,7/2/20 12:01:00,7/2/20 12:09:41,anonymous,,Oxelösund,Workshops;,Important,,Important,It helped us
3,7/13/20 9:00:00,7/13/20 9:04:10,anonymous,,Vingåker,Concerts;Lectures;,Not at all important,,Very important,
4,7/14/20 9:00:00,7/14/20 9:04:10,anonymous,,Vingåker,Lectures;,Very important,Far to go,Important,
"""

# 4. Microsoft Forms in Swedish, as the workbook it offers: real dates, empty columns at the end.
MICROSOFT_SV = [
    ["ID", "Starttid", "Slutförandetid", "E-post", "Namn", "Kommun", "Mina behov av samverkan är tillgodosedda", "Antal medlemmar", "Poäng - Kommun", None],
    [1, datetime(2024, 10, 9, 10, 58), datetime(2024, 10, 9, 11, 2), "anonymous", None, "Katrineholm", "Instämmer helt", 12, None, None],
    [2, datetime(2024, 10, 9, 12, 0), datetime(2024, 10, 9, 12, 7), "anonymous", None, "Katrineholm", "Instämmer delvis", 40, None, None],
    [3, datetime(2024, 10, 11, 8, 0), datetime(2024, 10, 11, 8, 1), "anonymous", None, "Vingåkers kommun", "Instämmer inte alls", 7, None, None],
]  # fmt: skip

# 5. Microsoft's CSV opened and saved in Swedish Excel: cp1252, ";", decimal comma, cells with ";" in quotes.
EXCEL_SV = """ID;Starttid;Slutförandetid;Namn;Kommun;Drivkraft;Hur många timmar i veckan arbetar du ideellt?;Vad saknar du?;Hur väl fungerar kontakten med andra? (1-10)
1;2023-02-01 09:00;2023-02-01 09:05;;Gnesta;Passion;7,5;"Lokal;Nätverk;";3
2;2023-02-01 10:00;2023-02-01 10:05;;Gnesta;Marknad;0,5;Lokal;;10
3;2023-02-02 10:00;2023-02-02 10:05;;Trosa;Passion;12;"Nätverk;";7
4;2023-02-03 10:00;2023-02-03 10:05;;Trosa;Blandad;1 200,25;"Lokal;Nätverk;";4
""".replace("Lokal;;10", '"Lokal;";10')

# 6. Google Sheets as Swedish CSV in UTF-8 with a mark: ISO times, a grid question, a 1-5 scale as figures.
GRID_SV = """Tidstämpel,Kommun,Hur viktigt är det här för dig? [Mötesplatser],Hur viktigt är det här för dig? [Samverkan],Övrigt
2026-09-09 18:05:12,Nyköping,5,2,"Bra, men svårt"
2026-09-09 18:45:00,Nyköping,4,3,
2026-09-10 07:30:01,Eskilstuna,1,5,Tack för enkäten!
"""

# 7. The same kind of sheet saved as "Unicode text" from Excel: UTF-16 with tabs.
UTF16 = "Timestamp\tMunicipality\tWhat is your field?\tI am satisfied with the support there is\n1/31/2026 8:15:00\tFlen\tMusic\tStrongly disagree\n2/1/2026 8:20:00\tFlen\tTheatre and other performing arts\tAgree\n2/3/2026 9:00:00\tNyköping\tDance\tStrongly agree\n"

# 8. A workbook where somebody put a title above and merged section names over the questions.
MERGED = [
    ["Enkät om mötesplatser 2025", None, None, None, None],
    ["Tidstämpel", "Om dig", None, "Hur ofta använder du?", None],
    [None, "Kommun", "Aktörstyp", "Replokal", "Scen"],
    [datetime(2025, 1, 7, 12, 30), "Flen", "Företag", "Ofta", "Aldrig"],
    [datetime(2025, 1, 8, 12, 30), "Trosa", "Enskild utövare", "Sällan", "Ibland"],
    [datetime(2025, 1, 8, 13, 30), "Trosa", "Företag", "Alltid", "Vet ej"],
]

# 9. Columns without name and content, in the middle and at the end; rows of only separators below.
HOLES = """Tidstämpel,,Kommun,Vilket stöd har du sökt?,,,
2024/05/01 9:00:00 fm CEST,,Strängnäs,Regionens kulturbidrag,,,
2024/05/02 9:00:00 fm CEST,,Strängnäs,Inget,,,
,,,,,,
2024/05/03 2:00:00 em CEST,,Flen,Inget,,,
,,,,,,
"""

# 10. Norwegian answers, day first with dots, words of another scale, a telephone number in a free text.
NORWEGIAN = """Tidsstempel,Kommune,Hvor fornøyd er du med støtten?,Hva trenger du?,Kommentar
22.03.2026 08.53.03,Nyköping,Svært fornøyd,Lokaler;Råd,Ring meg på +47 912 34 567
23.03.2026 09.10.00,Trosa,Misfornøyd,Lokaler,
24.03.2026 10.00.00,Trosa,Vet ikke,Råd;Penger,Takk
25.03.2026 10.00.00,Flen,Verken fornøyd eller misfornøyd,Penger;Råd,
"""

# 11. Microsoft's workbook of a workshop evaluation: numbers with words, quiz columns, IP address, a name field.
EVALUATION = [
    ["Id", "Start time", "Completion time", "Email", "Name", "Total points", "Quiz feedback", "IP address", "How was the day as a whole?", "What was best?\xa0", "Points - What was best?"],
    [1, datetime(2026, 2, 4, 15, 0), datetime(2026, 2, 4, 15, 3), "x@example.org", "Åsa Ek", None, None, "192.168.0.7", "5 - Very good", "The talks in the hall", None],
    [2, datetime(2026, 2, 4, 15, 1), datetime(2026, 2, 4, 15, 4), "y@example.org", "Bo Alm", None, None, "192.168.0.8", "3 - Fair", "Lunch", None],
]  # fmt: skip

# 12. Google's day-first dates under 13 (only their order tells), `sep=`, CRLF, hard spaces, phone and personal number.
DAY_FIRST = (
    "sep=;\r\nTidstämpel;Kommun;Mobilnummer;Personnummer;Hur\u00a0bra är lokalerna du använder?;Vilken drivkraft har du?\r\n"
    "28/02/2026 08:00:00;0480 Nyköping;070-123 45 67;811218-9876;Mycket bra;Passion\r\n"
    "01/03/2026 09:00:00;Eskilstuna kommun;070-123 45 68;;Ganska dåligt;Både passion och marknad\r\n"
    "02/03/2026 09:00:00;Flen;070-123 45 69;;Mycket dåligt;Marknad\r\n"
)

LAYOUTS: Mapping[str, Layout] = {
    "Google, Swedish, direct CSV": Layout(
        "svar.csv", GOOGLE_SV.encode(), "google", "sv",
        ["timestamp", "municipality", "sectors", "likert", "multi", "text"],
        ["0482", "0480", "0486", "0482"], ["2022-03-22", "2022-03-22", "2022-03-23", "2022-03-29"],
        {
            "Hur nöjd är du med stödet du får?": [2, 5, None, 4],
            "Vad behöver du mest?": [("Replokal", "Pengar"), ("Pengar",), ("Replokal", "Rådgivning"),
                                     ("Replokal", "Pengar", "Rådgivning")],
            "Vad skulle göra störst skillnad?": ["En lokal att öva i", None, "Någon att fråga", None],
        },
        {"Hur nöjd är du med stödet du får?": "stottande_strukturer"},
    ),
    "Google, English, by way of Sheets": Layout(
        "answers.csv", GOOGLE_EN.encode(), "google", "en",
        ["timestamp", "email", "municipality", "likert", "multi"],
        ["0484", "0488", "0484", "0461"], ["2026-09-09", "2026-09-09", "2026-09-10", "2026-09-14"],
        {
            "I can find people to work with": [5, 2, 3, None],
            "What do you need?": [("A stage, with lights and sound", "Money"), ("Money",),
                                  ("A stage, with lights and sound", "Advice"), ("Advice", "Money")],
        },
        {},
    ),
    "Microsoft, English, CSV": Layout(
        "Survey(1-4).csv", MICROSOFT_EN.encode(), "microsoft", "en",
        ["respondent", "skip", "timestamp", "email", "name", "municipality", "multi", "likert", "text", "likert", "text"],
        ["0481", "0481", "0428", "0428"], ["2020-07-02", "2020-07-02", "2020-07-13", "2020-07-14"],
        {
            "What do you offer others?": [("Workshops", "Concerts"), ("Workshops",), ("Concerts", "Lectures"),
                                          ("Lectures",)],
            "How important is a place to meet?": [5, 4, 1, 5],
            "How important is advice?": [2, 4, 5, 4],
            "Why?2": [None, "It helped us", None, None],
        },
        {"How important is advice?": "stottande_strukturer"},
    ),
    "Microsoft, Swedish, workbook": Layout(
        "Enkät.xlsx", workbook(MICROSOFT_SV), "microsoft", "sv",
        ["respondent", "skip", "timestamp", "email", "name", "municipality", "likert", "number", "skip"],
        ["0483", "0483", "0428"], ["2024-10-09", "2024-10-09", "2024-10-11"],
        {"Mina behov av samverkan är tillgodosedda": [5, 4, 1], "Antal medlemmar": [12, 40, 7]},
        {"Mina behov av samverkan är tillgodosedda": "samverkan"},
    ),
    "Microsoft, saved in Swedish Excel (cp1252)": Layout(
        "svar.csv", EXCEL_SV.encode("cp1252"), "microsoft", "sv",
        ["respondent", "skip", "timestamp", "name", "municipality", "drive", "number", "multi", "likert"],
        ["0461", "0461", "0488", "0488"], ["2023-02-01", "2023-02-01", "2023-02-02", "2023-02-03"],
        {
            "Hur många timmar i veckan arbetar du ideellt?": [7.5, 0.5, 12, 1200.25],
            "Vad saknar du?": [("Lokal", "Nätverk"), ("Lokal",), ("Nätverk",), ("Lokal", "Nätverk")],
            "Hur väl fungerar kontakten med andra? (1-10)": [3, 10, 7, 4],
        },
        {},
    ),
    "Google, Swedish, grid question, UTF-8 with mark": Layout(
        "svar.csv", codecs.BOM_UTF8 + GRID_SV.encode(), "google", "sv",
        ["timestamp", "municipality", "likert", "likert", "text"],
        ["0480", "0480", "0484"], ["2026-09-09", "2026-09-09", "2026-09-10"],
        {
            "Hur viktigt är det här för dig? [Mötesplatser]": [5, 4, 1],
            "Hur viktigt är det här för dig? [Samverkan]": [2, 3, 5],
            "Övrigt": ["Bra, men svårt", None, "Tack för enkäten!"],
        },
        {
            "Hur viktigt är det här för dig? [Mötesplatser]": "motesplatser",
            "Hur viktigt är det här för dig? [Samverkan]": "samverkan",
        },
    ),
    "Google, English, UTF-16 with tabs": Layout(
        "answers.txt", codecs.BOM_UTF16_LE + UTF16.encode("utf-16-le"), "google", "en",
        ["timestamp", "municipality", "sectors", "likert"],
        ["0482", "0482", "0480"], ["2026-01-31", "2026-02-01", "2026-02-03"],
        {"I am satisfied with the support there is": [1, 4, 5]},
        {"I am satisfied with the support there is": "stottande_strukturer"},
    ),
    "Workbook with title and merged headers": Layout(
        "enkät.xlsx", workbook(MERGED, merged=["A1:E1", "B2:C2", "D2:E2"], title="Formulärsvar 1"), "google", "sv",
        ["timestamp", "municipality", "actor_type", "likert", "likert"],
        ["0482", "0488", "0488"], ["2025-01-07", "2025-01-08", "2025-01-08"],
        {"Hur ofta använder du? [Replokal]": [4, 2, 5], "Hur ofta använder du? [Scen]": [1, 3, None]},
        {"Hur ofta använder du? [Replokal]": "motesplatser"},
    ),
    "Google, Swedish, empty columns and rows": Layout(
        "svar.csv", HOLES.encode(), "google", "sv",
        ["timestamp", "municipality", "choice"],
        ["0486", "0486", "0482"], ["2024-05-01", "2024-05-02", "2024-05-03"],
        {"Vilket stöd har du sökt?": [("Regionens kulturbidrag",), ("Inget",), ("Inget",)]},
        {"Vilket stöd har du sökt?": "stottande_strukturer"},
    ),
    "Norwegian words and dates with dots": Layout(
        "svar.csv", NORWEGIAN.encode(), "google", "nb",
        ["timestamp", "municipality", "likert", "multi", "text"],
        ["0480", "0488", "0488", "0482"], ["2026-03-22", "2026-03-23", "2026-03-24", "2026-03-25"],
        {
            "Hvor fornøyd er du med støtten?": [5, 2, None, 3],
            "Hva trenger du?": [("Lokaler", "Råd"), ("Lokaler",), ("Råd", "Penger"), ("Penger", "Råd")],
            "Kommentar": ["Ring meg på […]", None, "Takk", None],
        },
        {"Hvor fornøyd er du med støtten?": "stottande_strukturer"},
    ),
    "Microsoft, workshop evaluation": Layout(
        "Evaluation.xlsx", workbook(EVALUATION), "microsoft", "en",
        ["respondent", "skip", "timestamp", "email", "name", "skip", "skip", "ip", "likert", "text", "skip"],
        [None, None], ["2026-02-04", "2026-02-04"],
        {"How was the day as a whole?": [5, 3], "What was best?": ["The talks in the hall", "Lunch"]},
        {},
    ),
    "Day first, sep= line, phone and personal number": Layout(
        "svar.csv", DAY_FIRST.encode(), "google", "sv",
        ["timestamp", "municipality", "phone", "personal_number", "likert", "drive"],
        ["0480", "0484", "0482"], ["2026-02-28", "2026-03-01", "2026-03-02"],
        {"Hur bra är lokalerna du använder?": [5, 2, 1]},
        {"Hur bra är lokalerna du använder?": "motesplatser"},
    ),
}  # fmt: skip


def check_layout(layout: Layout) -> list[str]:
    """What is read otherwise than a person reads it; nothing when all is well."""
    form = read(layout.data, layout.file)
    respondents = form.reading.answers.respondents
    found: dict[str, tuple[object, object]] = {
        "tool": (form.mapping.tool, layout.tool),
        "language": (form.mapping.language, layout.language),
        "kinds": ([column.kind for column in form.mapping.columns], list(layout.kinds)),
        "municipalities": (_known(respondents["municipality_code"]), list(layout.municipalities)),
        "answered": (_known(respondents["answered"]), list(layout.answered)),
        "refused": (form.reading.is_refused, False),
    }
    themes = {column.header: column.theme for column in form.mapping.columns}
    found |= {f"theme of {header}": (themes.get(header), theme) for header, theme in layout.themes.items()}
    found |= {question: (answers_to(form, question), list(given)) for question, given in layout.given.items()}
    return [f"{what}: {got!r} is not {wanted!r}" for what, (got, wanted) in found.items() if got != wanted]


def _known(values: object) -> list[object]:
    return [None if value != value else value for value in values]  # pyright: ignore[reportGeneralTypeIssues]
