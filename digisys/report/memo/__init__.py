"""A memo: a question asked of a model, with all that its answer needs to leave digisys whole."""
