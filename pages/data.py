"""Data: every table to take home; what is in the catalogue, from where and how old; what is wrong in it."""

from kulturkarta.ui import catalogue_view as view
from kulturkarta.ui import frame
from kulturkarta.ui.state import adopt_filters

page = frame.open_page("data")
filters = adopt_filters("data")
found = frame.find_entries(page, filters)

frame.show_finding(view.describe_catalogue(page))
frame.show_problems(page)
view.show_downloads(page, found, filters)
view.show_tables(page)
view.show_municipalities(page)
view.show_notes(page)
view.show_problem_list(page)
