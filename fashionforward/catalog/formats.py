"""The image formats that are read and written."""

EXTENSIONS = {
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".jpe": "JPEG",
    ".jfif": "JPEG",
    ".png": "PNG",
    ".webp": "WEBP",
    ".tif": "TIFF",
    ".tiff": "TIFF",
    ".avif": "AVIF",
}
"""File name extension (lower case) to the format that it promises. What a file is, its content decides."""

MAX_PIXELS = 100_000_000
"""Larger images are refused: a small file can claim any size, and every worker holds one decoded."""

FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "AVIF")
FORMAT_NAMES = "JPEG, PNG, WebP, TIFF and AVIF"
