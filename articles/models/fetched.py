"""What is checked by a form without looking again for the rows that it names, where these were fetched a moment ago."""

from django.db import models


class TrustsFetchedRows(models.Model):
    class Meta:
        abstract = True

    def clean_fields(self, exclude=None):
        super().clean_fields(exclude={*(exclude or ()), *self._state.fields_cache})
