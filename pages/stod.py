"""Stöd: what support fits me and why, where there is none, the last days to apply."""

from kulturkarta.ui import frame, support_matrix, support_view

page = frame.open_page("stod")
view = support_view.ask_seeker(page)

frame.show_finding(support_view.describe_supports(view))
support_view.show_supports(view)
support_matrix.show_download(view)
support_matrix.show_matrix(view)
support_matrix.show_deadlines(view)
frame.show_problems(page)
