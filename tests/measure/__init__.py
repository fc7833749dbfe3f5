"""How fast the app is, against plain Streamlit pages measured in the same run. `python3 -m kulturkarta measure`."""
