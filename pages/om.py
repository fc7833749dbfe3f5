"""Om: what this is, where the three needs come from, method, privacy, accessibility."""

from kulturkarta.ui import about, frame

page = frame.open_page("om")
about.show_about(page)
