"""What the program must reach, measured: one module a bar, each ratio taken side by side in one run."""
