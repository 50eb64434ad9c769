"""The strict YAML reader: syntax, composed document, problems with place and hint."""
