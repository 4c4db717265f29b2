"""The Word file (DESIGN 6): a base document from python-docx, the text written into it in one pass."""
