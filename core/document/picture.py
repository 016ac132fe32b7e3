"""Pictures, really decoded: one that is cut off, or that would unfold into more than a screen can use, is refused."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from core.errors import Refusal

FORMATS = ("JPEG", "PNG", "WEBP", "TIFF")
MOST_PIXELS = 60_000_000
SMALL = (480, 360)


def check_picture(content: bytes) -> None:
    """Refuse what does not decode from its first byte to its last."""
    picture = opened(content)
    try:
        picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise _damaged() from None


def opened(content: bytes) -> Image.Image:
    """The picture, not decoded yet; how large it unfolds is looked at first."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError:
        raise _too_many() from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise _damaged() from None
    if picture.width * picture.height > MOST_PIXELS:
        raise _too_many()
    return picture


def small(content: bytes) -> bytes:
    """A little JPEG of a picture, upright, for lists."""
    picture = opened(content)
    picture.draft("RGB", SMALL)
    picture = ImageOps.exif_transpose(picture)
    if picture.mode.startswith(("I", "F")):
        picture = _eight_bits(picture)
    picture.thumbnail(SMALL)
    on_white = Image.new("RGB", picture.size, "white")
    on_white.paste(picture.convert("RGBA"), mask=picture.convert("RGBA").getchannel("A"))
    made = io.BytesIO()
    on_white.save(made, "JPEG", quality=80, optimize=True)
    return made.getvalue()


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Radiographs often have sixteen bits: spread what there is over what a screen shows."""
    low, high = picture.getextrema()
    span = max(float(high) - float(low), 1.0)  # type: ignore[arg-type]
    return picture.point(lambda value: (value - low) * (255.0 / span)).convert("L")


def _damaged() -> Refusal:
    return Refusal("This picture is damaged or cut off. Open it, save it again, and attach that.")


def _too_many() -> Refusal:
    return Refusal(
        f"This picture has more than {MOST_PIXELS // 10**6} million pixels. Save it smaller, and attach that."
    )
