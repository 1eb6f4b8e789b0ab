"""The sync protocol at the centre: push, pull, reconcile, and the feed between them."""
