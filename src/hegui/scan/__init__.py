"""Scans: one collector on its own, without a profile."""
