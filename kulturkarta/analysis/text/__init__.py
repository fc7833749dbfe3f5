"""What people wrote in their own words, as words that several of them used."""
