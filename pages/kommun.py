"""Kommun: what one municipality has, against the region; what is missing, which support, how well it is known."""

from kulturkarta.ui import frame, municipality

page = frame.open_page("kommun")
here = municipality.choose_municipality(page)

frame.show_finding(municipality.describe_municipality(here))
municipality.show_rates(here)
municipality.show_kinds(here, "places")
municipality.show_missing(here)
municipality.show_kinds(here, "actors")
municipality.show_supports(here)
municipality.show_coverage(here)
frame.show_link(page, "karta", label=page.t("kommun.to_map", name=here.name), kommun=here.code)
frame.show_link(
    page, "samverkan", label=page.t("kommun.to_network", name=here.name), kommun=here.code, **{"del": "natverk"}
)
frame.show_problems(page)
