"""Somebody who wrote, decided or is credited anywhere is never erased; the refusal is a sentence."""

from django.db import models
from django.db.models import ProtectedError


class RememberedQuerySet(models.QuerySet):
    def delete(self):
        try:
            return super().delete()
        except ProtectedError as error:
            names = ", ".join(sorted(str(person) for person in self))
            raise _refusal(names, error) from error


class Remembered(models.Model):
    class Meta:
        abstract = True

    def delete(self, *args, **kwargs):
        try:
            return super().delete(*args, **kwargs)
        except ProtectedError as error:
            raise _refusal(str(self), error) from error


def _refusal(names, error):
    return ProtectedError(
        f"{names} cannot be deleted: the record of this site names them. Deactivate the account instead.",
        error.protected_objects,
    )
