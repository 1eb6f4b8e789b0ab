"""Tests of what the centre tells boards, walls and desks."""
