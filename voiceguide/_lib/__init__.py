"""General-purpose parts: late imports, cores, suggestions, atomic writes."""
