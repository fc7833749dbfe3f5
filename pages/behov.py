"""Behov: the three needs, what was answered and by whom, in whose words, and what there is to meet them with."""

from kulturkarta.ui import frame, needs_answers, needs_overview, needs_ranks, needs_supply, needs_text
from kulturkarta.ui.needs_question import open_needs, prepare_next, show_source

page = frame.open_page("behov")
view = open_needs(page)

frame.show_finding(needs_overview.describe_needs(view))
show_source(view)
needs_overview.show_three_needs(view)
needs_answers.show_answers(view)
needs_text.show_texts(view)
needs_supply.show_supply(view)
needs_ranks.show_ranks(view)
needs_overview.show_published(view)
needs_ranks.show_download(view)
frame.show_problems(page)
prepare_next(view)
