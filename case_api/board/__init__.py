"""What shift leads see of seats and queues, and what they do to them."""
