"""Answers to a form, as Google Forms and Microsoft Forms export them: wide sheets with questions as headers."""
