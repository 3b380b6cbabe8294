"""The author's screen: one scenario file, checked, seen, tried, heard and rehearsed."""
