"""The judge of every table: what a reader found becomes typed frames and problems, by the declarations in `schema.py`.

An error sets a row aside, a warning keeps it. Nothing is mended on its own but what cannot be meant otherwise: spaces
around a value, one Unicode form for a letter, a decimal comma, a space between thousands.
"""

from kulturkarta.validation.municipality import add_municipality
from kulturkarta.validation.references import check_references
from kulturkarta.validation.table import validate_table

__all__ = ["add_municipality", "check_references", "validate_table"]
