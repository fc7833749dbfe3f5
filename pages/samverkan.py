"""Samverkan: whom to work with, rooms and support near by, a group that complements itself, and the whole network."""

from kulturkarta.ui import frame
from kulturkarta.ui.collab_sections import show_section

page = frame.open_page("samverkan")
show_section(page)
frame.show_problems(page)
