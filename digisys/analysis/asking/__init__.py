"""Plain questions: what people type, and the questions of the library that they mean."""
