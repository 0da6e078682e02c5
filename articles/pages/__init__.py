"""Public pages, stored ready made; which are true still, and how every worker knows at once. See docs/delivery.md."""
