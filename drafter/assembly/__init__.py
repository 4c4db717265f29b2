"""Structure and facts in, draft out."""
