"""Someone who can log in. Never erased once they decided something: deactivate instead."""

from django.contrib.auth.models import AbstractUser, UserManager

from experts.models.remembered import Remembered, RememberedQuerySet


class RememberingUserManager(UserManager.from_queryset(RememberedQuerySet)):
    pass


class User(Remembered, AbstractUser):
    objects = RememberingUserManager()

    def __str__(self):
        return self.get_full_name() or self.username
