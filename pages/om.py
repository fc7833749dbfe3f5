"""om"""

from kulturkarta.ui import frame

page = frame.open_page("om")
