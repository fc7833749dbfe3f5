"""Where a point is: its coordinate system, its municipality, distances in metres."""
