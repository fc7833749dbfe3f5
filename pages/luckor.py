"""Luckor: who has no such place within reach, where the next one helps most, and what would happen if."""

from kulturkarta.ui import frame, gap_download, paper
from kulturkarta.ui.gap_question import ask_question
from kulturkarta.ui.gap_sections import show_section
from kulturkarta.ui.gap_words import describe_gap, describe_known

page = frame.open_page("luckor")
view = ask_question(page)

frame.show_finding(describe_gap(view))
frame.show_source(page, describe_known(view))
shown = show_section(view)
gap_download.show_download(view, shown)
paper.show_brief_button(page, view.question, view.municipality)
frame.show_problems(page)
