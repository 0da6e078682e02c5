"""Pictures in a bucket, under the addresses of the site. Loaded only where MEDIA_STORAGE names one."""

from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage


class Bucket(S3Storage):
    def url(self, name, parameters=None, expire=None, http_method=None):
        """An address of ours: the frozen pages name it, and the site asks there whether readers may see it."""
        return settings.MEDIA_URL + filepath_to_uri(name)
