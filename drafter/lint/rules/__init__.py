"""The rules: a module each, with ID, TITLE, a docstring that is the manual page, and check(view)."""
