"""Wiring: settings, adapters, the command line and the local runtime. The only package that may see all others."""
