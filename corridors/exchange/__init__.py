"""Tables and layers in and out: read, check, keep, write."""
