"""Hegui (合规): measures, from the evidence itself, whether a network operator meets China's Cybersecurity Law."""

__version__ = "0.1.0"
