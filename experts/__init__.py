"""Who writes and who reviews: people, their credentials and their disclosures. Knows nothing of articles."""
