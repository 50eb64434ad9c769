"""Runs and results in files: NetCDF, and XMILE for other simulators."""
