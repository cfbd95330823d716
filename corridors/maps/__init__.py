"""The map: what to show, how it looks, and the folium objects that carry it."""
