"""The demo: a centre, a line that can be cut, a seat, and calls that ring."""
