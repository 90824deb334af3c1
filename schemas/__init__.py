"""Contracts: events, findings, codec, reference data, ports, errors. This package imports nothing of ours."""
