"""Settings and the models of the YAML files: read once, strict, frozen."""
