"""How the whole of Tocsin is, in figures, for the operator."""
