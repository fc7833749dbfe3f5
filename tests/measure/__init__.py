"""Figures of the app beside others, measured in the same run. `python3 -m kulturkarta measure [NAME]`."""
