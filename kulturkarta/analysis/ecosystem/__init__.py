"""Groups of three to eight actors that complement each other and can meet in one place."""
