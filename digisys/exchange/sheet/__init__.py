"""A whole model as a workbook that people edit, and back: nothing is lost on the way."""
