"""Words of the interface, a module for each page."""
