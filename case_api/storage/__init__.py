"""Tables of the centre, its engine and its migrations."""
