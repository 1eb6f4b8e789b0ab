"""The commands of `case-api`, a module for each group; each function takes the options and returns an exit code."""
