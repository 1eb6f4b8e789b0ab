"""The commands of `seat-console` that need no screen: one file each, on the same files and rules as the screens."""
