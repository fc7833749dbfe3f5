"""Luckor: who has no such place within reach, how sure that is, and how the municipalities compare."""

from kulturkarta.ui import frame, gap_compare, gap_next, gap_view, paper
from kulturkarta.ui.gap_question import ask_question

page = frame.open_page("luckor")
view = ask_question(page)

asked = gap_next.adopt_next()
found = gap_next.find_next_places(view, asked)

frame.show_finding(gap_view.describe_gap(view))
gap_view.show_gap_map(view, found)
gap_next.show_next_places(view, asked, found)
ranks = gap_compare.rank_municipalities(view)
gap_view.show_gap_table(view, ranks)
gap_view.show_band_chart(view)
gap_view.show_localities(view)
gap_compare.show_similar(view)
gap_view.show_certainty(view)
gap_compare.show_download(view, ranks)
paper.show_brief_button(page, view.answer.question, view.municipality)
frame.show_problems(page)
