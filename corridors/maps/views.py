"""Views that the map knows by name: south-west and north-east corner, degrees, latitude first."""

from corridors.maps.scene import Bounds

# The first view: Europe to Fiji, the Arctic to Australia.
HOME: Bounds = ((-34.0, -10.0), (79.0, 198.0))
LIAONING: Bounds = ((38.4, 118.7), (43.6, 125.9))
