"""Who may work where: people, seats, devices, sign-in, and grants for work without a line."""
