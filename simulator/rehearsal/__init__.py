"""Simulated reps: what a scenario does to people of different skill, and to those who cheat, before anyone plays it."""
