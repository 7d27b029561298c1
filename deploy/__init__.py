"""What runs Tocsin's surroundings: a real Kafka for development and tests, Docker Compose."""
