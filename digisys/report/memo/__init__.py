"""A memo: a question asked of a model, gathered with all that an answer needs to leave digisys whole."""
