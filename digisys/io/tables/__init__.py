"""Rows of spreadsheets and of text tables, with the places where they stand."""
