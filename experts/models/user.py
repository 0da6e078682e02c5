"""Someone who can log in. Never erased once they decided something: deactivate instead."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser, UserManager

from experts.models.remembered import Remembered, RememberedQuerySet


class RememberingUserManager(UserManager["User"]):
    def get_queryset(self):
        return RememberedQuerySet(self.model, using=self._db)


class User(Remembered, AbstractUser):
    objects: ClassVar[RememberingUserManager] = RememberingUserManager()

    def __str__(self):
        return self.get_full_name() or self.username
