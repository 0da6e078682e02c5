"""What may be written once and never again: versions, editorial records, corrections."""

from django.db import models

from articles.errors import EditorialError


class FrozenQuerySet(models.QuerySet):
    """Refuses bulk changes. The database triggers refuse them too; this says so in a sentence."""

    def update(self, **values):
        raise EditorialError(f"{self._name()} are never changed.")

    def delete(self):
        raise EditorialError(f"{self._name()} are never deleted.")

    def bulk_update(self, objs, fields, batch_size=None):
        raise EditorialError(f"{self._name()} are never changed.")

    def _name(self):
        return str(self.model._meta.verbose_name_plural).capitalize()


class Frozen(models.Model):
    """A row that can be inserted, and that is all."""

    objects = FrozenQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise EditorialError(f"{self} is frozen and never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise EditorialError(f"{self} is frozen and never deleted.")
