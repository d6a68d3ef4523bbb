"""One command per figure, JSON out. Each starts its own services on free ports and stops them."""
