"""Practice at the centre: what trainers set, and what the results of trainees came to. No case, no feed, no receipt."""
