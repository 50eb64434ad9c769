"""What organisations tell of their services: lists, answers, ratings, use by channel."""
