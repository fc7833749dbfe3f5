"""Bidra: read in the answers to a form, for oneself or for everyone; how to tell of what is wrong."""

from kulturkarta.ui import frame, import_form, import_keep

page = frame.open_page("bidra")
waves = import_form.list_stored_waves(page)

frame.show_finding(page.t("bidra.finding"))
import_keep.show_own(page)
upload = import_form.ask_file(page, waves)
if upload:
    import_form.show_columns(page, upload)
    import_form.show_preview(page, upload)
    import_keep.show_keeping(page, upload)
import_keep.show_waves(page, waves)
import_keep.show_corrections(page)
