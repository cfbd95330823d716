"""The browser benchmark: apps, a measured browser window, the report."""
