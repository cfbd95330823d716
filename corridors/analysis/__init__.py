"""What can be told of places and countries together: rows and facets, profiles, coverage."""
