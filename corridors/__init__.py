"""Liaoning corridor map: policies, places and the links between them."""

__version__ = "0.1.0"
