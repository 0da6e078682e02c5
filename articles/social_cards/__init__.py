"""Social cards: the picture that other sites show beside a link to an article."""
