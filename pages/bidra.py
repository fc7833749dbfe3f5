"""Bidra: read in the answers to a form, for oneself or for everyone; evaluate a workshop; tell of what is wrong."""

import streamlit as st

from kulturkarta.ui import evaluation_form, frame, import_columns, import_form, import_keep

page = frame.open_page("bidra")
if evaluation_form.is_asked():
    evaluation_form.show_form(page)
    st.stop()
waves = import_form.list_stored_waves(page)

frame.show_finding(page.t("bidra.finding"))
import_keep.show_own(page)
upload = import_form.ask_file(page, waves)
if upload:
    import_columns.show_columns(page, upload)
    import_form.show_preview(page, upload)
    import_keep.show_keeping(page, upload)
import_keep.show_waves(page, waves)
import_keep.show_corrections(page)
