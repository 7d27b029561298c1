"""HTTP: health and metrics now; airlines, agencies and officers later."""
