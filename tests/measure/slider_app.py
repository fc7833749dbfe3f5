"""The least a page with a slider can be: what a change costs without any of ours."""

import streamlit as st

km = st.slider("Hur långt är för långt? (km)", 1, 70, 10)
st.markdown(f"**inom {km} km**")
