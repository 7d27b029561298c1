"""The processors, the services they need, and the `tocsin` command."""
