"""The list formats Tocsin imports, each read into entries row by row."""
