"""The brief: two pages about one municipality's gap, for somebody who decides. Every figure is the page's own."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from kulturkarta.analysis.siting import SitingRefused
from kulturkarta.gap_words import describe_gap
from kulturkarta.i18n import Texts
from kulturkarta.questions import STRAIGHT, NextQuestion, Question, describe_proof, name_question
from kulturkarta.reach import Reach, hide_unknown
from kulturkarta.reports.brief_facts import AT_MOST, Brief, cut, format_number, format_share, format_span
from kulturkarta.reports.brief_maps import draw_municipality, draw_region
from kulturkarta.reports.brief_tables import compare_municipalities, list_bands, list_localities
from kulturkarta.reports.paper import Paper, print_pdf
from kulturkarta.travel import describe_ways

N_SITES = 3
_EXACT_SECONDS = 10.0
_MOST_NAMES = 15


def write_brief(reach: Reach, question: Question, code: str, *, t: Texts, label: Callable[[str, str], str]) -> bytes:
    """The brief about municipality `code` as PDF (PDF/UA-1), two A4 pages. `label`: (vocabulary, code) -> word.

    Raises KulturkartaError when it cannot be printed.
    """
    answer = reach.ask(question)
    try:
        asked = NextQuestion(N_SITES, municipality=code)
        found = reach.find_next(answer, asked, is_exact=True, time_limit_s=_EXACT_SECONDS)
    except SitingRefused:  # nobody, or nowhere to build
        found = None
    answer = hide_unknown(answer)
    brief = Brief(reach, answer, code, t, name_question(question, label, t), found)
    region = reach.catalogue.region
    title = t("brief.title", name=brief.name, what=brief.what, limit=brief.limit)
    paper = Paper(
        title=title,
        region=region,
        sources=[t("brief.source_catalogue", revision=reach.catalogue.revision), *_list_sources(brief)],
        n=t("brief.n", n=int(answer.coverage["n"].to_dict()["region"])),
    )
    data = {
        "kicker": t("brief.kicker", region=region.name(t.lang)),
        "title": title,
        **_describe_finding(brief),
        "compared": compare_municipalities(brief),
        "bands": list_bands(brief),
        "localities": list_localities(brief),
        "next": _describe_next(brief),
        "certainty": _describe_certainty(brief),
        "method": _describe_method(brief),
    }
    pictures = {
        "municipality": draw_municipality(answer, reach.people, code, found, t=t),
        "region": draw_region(answer, reach.people, code, region.municipalities, t=t),
    }
    return print_pdf("brief.typ", paper, t, data, pictures)


def _list_sources(brief: Brief) -> list[str]:
    return [brief.t(f"brief.source_{name}") for name in ("people", "borders", "localities")]


def _describe_finding(brief: Brief) -> dict[str, Any]:
    t, row, whole = brief.t, brief.row, brief.answer.gaps.region
    region = brief.reach.catalogue.region.name(t.lang)
    names = brief.reach.catalogue.region.municipalities
    finding, _ = describe_gap(brief.answer, brief.code, what=brief.what, region=region, names=names, t=t)
    is_ringed = brief.answer.question.mode == STRAIGHT
    rings = f" {t('brief.map_rings', limit=brief.limit)}" if is_ringed else ""
    most, end = (AT_MOST, "_high") if brief.is_blank else ("", "")
    share = row[f"share_without{end}"]
    span = "" if brief.is_blank else format_span(t, row)
    keys = [
        (
            most + format_share(t, share),
            t("brief.key_without", limit=brief.limit),
            t("brief.key_span", span=span) if "–" in span[1:] else "",
        ),
        (
            most + format_number(t, row["population"] * share, 0),
            t("brief.key_people"),
            t("brief.key_of", n=t.number(round(row["population"]))),
        ),
        (
            most + format_number(t, row[f"mean_km{end}"]),
            t("brief.key_mean"),
            t("brief.key_region", value=format_number(t, whole["mean_km"])),
        ),
        (
            t.number(int(row["places"])),
            t("brief.key_places"),
            t(
                "brief.key_rate",
                here=format_number(t, row["per_10000"], 2),
                region=format_number(t, whole["per_10000"], 2),
            ),
        ),
    ]
    return {
        "finding": finding,
        "keys": [dict(zip(("value", "meaning", "note"), key, strict=True)) for key in keys],
        "municipality_alt": f"{t('brief.map_alt', name=brief.name, limit=brief.limit)} {finding}",
        "region_alt": t("brief.region_alt", limit=brief.limit, region=region),
        "map_note": t("brief.map_note", limit=brief.limit, region=region, rings=rings),
    }


def _describe_next(brief: Brief) -> dict[str, Any]:
    t, found = brief.t, brief.found
    heading = t("brief.next", name=brief.name)
    if found is None or found.sites.empty:
        return {"heading": heading, "finding": t("luckor.where.nothing"), "rows": [], "header": [], "note": ""}
    most = AT_MOST if brief.is_blank else ""
    return {
        "heading": heading,
        "finding": t("brief.next_too_little", name=brief.name)
        if brief.is_blank
        else t(
            "luckor.where.finding_coverage",
            n=len(found.sites),
            names=t.join(cut(name) for name in found.sites["name"]),
            gained=t.number(round(found.within_after - found.within_before)),
            before=t.percent(1 - found.within_before / found.population),
            after=t.percent(1 - found.within_after / found.population),
        ),
        "header": [
            t("luckor.where.column_step"),
            t("luckor.where.column_site"),
            t("column.kind"),
            t("luckor.where.column_gained", limit=brief.limit),
        ],
        "rows": [
            [
                str(number),
                cut(site["name"]),
                t("brief.kind_locality" if site["kind"] == "locality" else "brief.kind_house"),
                most + t.number(round(site["gained"])),
            ]
            for number, site in enumerate(found.sites.to_dict(orient="records"), start=1)
        ],
        "note": f"{describe_proof(found.plan, t)} {t('brief.next_note')}",
    }


def _describe_certainty(brief: Brief) -> dict[str, Any]:
    t, known = brief.t, brief.answer.coverage.to_dict(orient="index")[brief.code]
    n = int(known["n"])
    points = [t("brief.known_none", what=brief.what)]
    if n:
        stale = str(brief.reach.settings.stale_years)
        points = [
            t("brief.known", n=n, exact=t.percent(known["share_exact"]), checked=t.percent(known["share_checked"]),
              years=stale, names=_list_names(brief)),
        ]  # fmt: skip
    low, high = known["complete_low"], known["complete_high"]
    if math.isnan(low):
        points.append(t("brief.complete_unknown"))
    else:
        span = t.percent_span(low, high)
        whose = brief.name if known["scope"] == brief.code else brief.reach.catalogue.region.name(t.lang)
        points.append(t("brief.complete", span=span, area=whose))
    points.append(t("brief.interval_note"))
    if brief.answer.gaps.edge_open:
        points.append(t("luckor.edge_open"))
    return {"heading": t("luckor.coverage"), "points": points}


def _list_names(brief: Brief) -> str:
    """The first names of the places in the municipality, in the catalogue's order, and how many more there are."""
    places = brief.answer.places
    names = [cut(name) for name in places.loc[places["municipality_code"].eq(brief.code), "name"]]
    shown, more = names[:_MOST_NAMES], len(names) - _MOST_NAMES
    return brief.t.join([*shown, *([brief.t("brief.more", n=more)] if more > 0 else [])])


def _describe_method(brief: Brief) -> dict[str, Any]:
    t, question = brief.t, brief.answer.question
    words = "--kind " + " ".join(question.kinds) if question.kinds else "--function " + " ".join(question.functions)
    way = f"--detour {question.detour:g} --decay {question.decay}" + (f" --age {question.age}" if question.age else "")
    way += "" if question.mode == STRAIGHT else f" --mode {question.mode}"
    limit = f"--km {question.km:g}" if question.minutes is None else f"--minutes {question.minutes:g}"
    command = f"gaps --region {brief.reach.catalogue.region.key} {words} {limit} {way}"
    return {
        "heading": t("luckor.method"),
        "points": [
            describe_ways(question, detour_factor=brief.answer.gaps.detour_factor, settings=brief.reach.settings, t=t),
            t(f"luckor.demand_{brief.reach.people.source}"),
            t("brief.method_similar"),
            t("brief.method_next"),
        ],
        "note": t("brief.command", command=f"python3 -m kulturkarta {command} --municipality {brief.code}"),
    }
