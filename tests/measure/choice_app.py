"""A page of one choice and one line, in plain Streamlit: the least that a press can take."""

import streamlit as st


@st.fragment
def show() -> None:
    st.markdown(st.segmented_control("Choice", ("One", "Two"), default="One", required=True, key="choice"))


show()
