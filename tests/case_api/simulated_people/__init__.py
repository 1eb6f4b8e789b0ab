"""Simulated people of a demo centre."""
