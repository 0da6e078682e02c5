"""A picture with a file behind it, for pages that browsers look at."""

import io

from PIL import Image

from articles.editorial.pictures import store_picture


def drawn_picture(name="Knee", *, colour="teal"):
    out = io.BytesIO()
    Image.new("RGB", (960, 600), colour).save(out, "PNG")
    return store_picture(out.getvalue(), name=name, alt=f"{name}, drawn.")
