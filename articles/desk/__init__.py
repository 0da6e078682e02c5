"""The reviewer's desk: what waits for a doctor, the frozen page as readers will see it, and one form to decide with."""
