ENGINE = "1"
"""Version of the rules of a turn. Stored with each attempt; a change of what any turn yields raises it."""
