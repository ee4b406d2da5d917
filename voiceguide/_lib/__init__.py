"""What is no part of the field: late imports, cores, suggestions, files written whole or not at all."""
