"""Checking texts: one rule a module under `rules`, wording rules as data in sections/wording.yaml."""
