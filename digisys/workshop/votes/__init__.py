"""What participants think of the links of a model: asked, read back, and summed up."""
