"""Sample content of our own: invented people, true facts, real sources. `load.py` brings it in through the verbs."""
