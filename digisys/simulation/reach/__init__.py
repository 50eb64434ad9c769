"""What would it take: combinations of pushes that reach a level, and what each costs."""
