"""Delivery to webhooks: a reader, a courier for each destination, and what is told of them."""
