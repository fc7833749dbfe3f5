"""Texts that try to become something else: markup, script, a formula, a link, a path, a table of their own.

Where a payload runs in a browser it sets `window.PWNED` on the topmost page it reaches.
"""

from __future__ import annotations

_SET = "window.top.PWNED=window.PWNED=1"

MARKUP = [
    f"<script>{_SET}</script>",
    f"</script><script>{_SET}</script>",
    f'<img src=x onerror="{_SET}">',
    f"<svg onload='{_SET}'>",
    f'"><body onload="{_SET}">',
    f"' onmouseover='{_SET}' x='",
    f'<details open ontoggle="{_SET}">',
    '<iframe srcdoc="&lt;script&gt;parent.PWNED=1&lt;/script&gt;"></iframe>',
    "<b>fet</b> & <i>kursiv</i>",
    "<!-- ",
    "]]>",
]

SCRIPT = [
    f"${{{_SET}}}",
    f"`+({_SET})+`",
    f"`;{_SET};//",
    f"'];{_SET};//",
    f'");{_SET};//',
    f"\\'+({_SET})+\\'",
    "{{7*7}}",
    "{% raw %}",
    "{0}{name}%s%(x)s",
    "\u2028alert\u2029",
]

LINKS = [
    f"javascript:{_SET}",
    f"JaVaScRiPt://x%0a{_SET}",
    f"data:text/html,<script>{_SET}</script>",
    "vbscript:msgbox(1)",
    "//hostile.example/x",
    "![bild](https://hostile.example/p.png)",
    f"[länk](javascript:{_SET})",
    "<https://hostile.example>",
]

MARKDOWN = [
    ":red[röd] :material/delete: :sunglasses:",
    "# Rubrik\n- punkt",
    "$\\LaTeX$ $$x^2$$",
    "`kod` **fet** _kursiv_ ~~struken~~ | a | b |",
]

FORMULAS = [
    "=1+1",
    '=HYPERLINK("https://hostile.example","klicka")',
    "=cmd|' /C calc'!A0",
    "+46 155 24 50 00",
    "+1+1",
    "@SUM(A1:A2)",
    "-5",
    "-5,25",
    "-1+1",
    "-",
    "\t=1+1",
    "\r=1+1",
    "'=1+1",
    "''=1+1",
    "'citat'",
    "'-5",
]

TEXT = [
    "a,b;c\td",
    'citat "i" texten',
    '"',
    "rad ett\nrad två",
    "rad ett\r\nrad två",
    "sep=;",
    "\u202egnirts desrever\u202c",
    "noll\x00tecken",
    "0480",
    "1e400",
    "NaN",
    "NULL",
    "N/A",
    "true",
    "2026-03-29",
    "../../etc/passwd",
    "'; DROP TABLE actors; --",
    "Å\u0000\u0007ä",
    "\ufeffmärke",
    "👩\u200d🎨 Åsa Öberg",
    "x" * 10_000,
]

H: list[str] = [*MARKUP, *SCRIPT, *LINKS, *MARKDOWN, *FORMULAS, *TEXT]
"""All of them. Every sink of text is tested with this list."""

NOT_IN_XML = {"\x00", "\x07"}
"""Characters in H that an .xlsx file cannot hold; exports to it leave them out."""

PATHS = [
    "/vsicurl/http://127.0.0.1:1/x.csv",
    "/vsizip/x.zip/x.csv",
    "/vsimem/x.gpkg",
    "../",
    "\\\\host\\share\\x.csv",
    "//host/share/x.csv",
    "file:///etc/passwd",
    "x.csv\x00.gpkg",
    "PG:host=127.0.0.1",
    "http://127.0.0.1:1/x.geojson",
]
"""Ten names that must not be opened as files."""
