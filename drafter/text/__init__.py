"""Plain text tools: counting, sentences, numerals, likeness. No knowledge of blocks or drafts."""
