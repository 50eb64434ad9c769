"""Many runs over what a qualitative model leaves unknown."""
