"""Briefings: slides, documents and pictures of any entity or clause."""
