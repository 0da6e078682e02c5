"""One small file per thing that is looked at; `articles.linting.registry` lists the rules."""
