"""The small centre of practice, inside its process: what a seat asks of its centre, by the same rulebook."""
