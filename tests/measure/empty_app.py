"""The least a Streamlit script can be: what a cold start costs without any of ours."""

import streamlit as st

st.title("Tom")
