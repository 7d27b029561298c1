"""Parties as the domain sees them: airlines, agencies, what each may touch."""
