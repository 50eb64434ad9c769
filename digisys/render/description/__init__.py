"""The picture in words: a structured description of a model or a drawing."""
