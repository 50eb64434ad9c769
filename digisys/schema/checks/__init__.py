"""What the shape of the file cannot say: references, signs and languages.

The checks work on plain data (mappings, lists, strings) and pass over whatever has the
wrong type, so that the reader can report contradictions together with type errors.
"""
