"""data"""

from kulturkarta.ui import frame

page = frame.open_page("data")
