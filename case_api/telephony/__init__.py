"""Telephony: one interface to the telephone switch, what it told, and a simulated switch."""
