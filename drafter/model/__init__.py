"""The nouns of drafter: frozen types without input or output."""
