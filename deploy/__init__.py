"""What starts the product: services of one machine, containers."""
