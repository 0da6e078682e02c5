"""Whether everything still holds, and how it is kept elsewhere and brought back. See docs/deployment.md."""
