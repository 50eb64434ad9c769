"""What a group says of life and business events: scores, weights, traits, states."""
