"""The manager's screens: the team, an assignment's board, a person, the queue, a review, and assigning."""
