"""Other people's pages in: copied text becomes a draft, and every line of it is accounted for."""
