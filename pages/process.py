"""Process: what is proposed and how far it has come, what is done over the year, what people thought of it."""

from kulturkarta.ui import frame, process_board, process_calendar, process_year

page = frame.open_page("process")
theme = process_board.ask_theme(page)

frame.show_finding(process_board.describe_process(page, theme))
process_board.show_board(page, theme)
process_board.show_need_links(page)
process_calendar.show_calendar(page, theme)
process_year.show_year(page, theme)
process_year.show_activities(page, theme)
process_year.show_evaluations(page)
frame.show_problems(page)
