"""Press perturbation: what a sustained push changes."""
