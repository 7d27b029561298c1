"""PAXLST: passenger and crew lists (field table; WCO/IATA/ICAO guidelines on API). Pure."""
