"""Someone who can log in. Never erased once they decided something: deactivate instead."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models

from experts.models.remembered import Remembered, RememberedQuerySet


class MailWish(models.TextChoices):
    EACH = "each", "One mail for each notice"
    DAILY = "daily", "One mail a day"
    NONE = "none", "No mail"


class RememberingUserManager(UserManager["User"]):
    def get_queryset(self):
        return RememberedQuerySet(self.model, using=self._db)


class User(Remembered, AbstractUser):
    mail = models.CharField(max_length=5, choices=MailWish, default=MailWish.EACH)

    objects: ClassVar[RememberingUserManager] = RememberingUserManager()

    def __str__(self):
        return self.get_full_name() or self.username

    @property
    def can_be_mailed(self):
        return bool(self.email) and self.mail != MailWish.NONE
