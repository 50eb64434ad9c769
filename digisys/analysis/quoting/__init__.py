"""Evidence that is found again in the documents that it names."""
