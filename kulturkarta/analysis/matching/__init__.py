"""Whom to work with: profiles, an additive two-way score of named parts, and the reasons that follow from it."""
