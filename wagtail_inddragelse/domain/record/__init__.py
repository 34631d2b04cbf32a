"""The record of a submission: its states, what was done with it, how long it is kept."""
