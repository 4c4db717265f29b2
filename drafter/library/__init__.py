"""From files to the library: reading, checking, layering, caching."""
