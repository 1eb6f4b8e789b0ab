"""A city as data, and its one reader. Nothing is imported here, so that a seat loads only `compiled` and `model`."""
