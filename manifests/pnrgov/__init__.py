"""PNRGOV: reservations (field table; IATA/WCO/ICAO PNRGOV implementation guide). Pure."""
