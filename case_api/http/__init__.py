"""The centre's HTTP API: the one door by which seats and people without a seat reach it."""
