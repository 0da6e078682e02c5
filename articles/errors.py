"""The one error of the editorial domain; floor 0, so that models and verbs can both refuse with it."""


class EditorialError(Exception):
    """A refusal: one full sentence that can be shown to a person as it is.

    `issues` lists every missing requirement where there can be several.
    """

    def __init__(self, message, *, issues=()):
        super().__init__(message)
        self.message = message
        self.issues = tuple(issues)
