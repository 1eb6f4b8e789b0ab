"""Asterisk as a telephone switch, over its manager interface (AMI)."""
