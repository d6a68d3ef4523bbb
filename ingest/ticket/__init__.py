"""Tickets, folded from their steps."""
