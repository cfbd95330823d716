"""Rebuilds what lies in ``data/geo`` from published packages. Run by hand, never at run time."""
