"""Validates a logo by its content, never by its file name."""

import struct

MAX_LOGO_BYTES = 500_000
MAX_PIXELS = 4_000
SMALLER = "Gør det mindre, og prøv igen."
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
EXPECTED = "Logoet skal være et billede i PNG eller JPEG."


def find_fault(content: bytes) -> str:
    """What is wrong with the picture, in Danish; empty if it can be used or there is none."""
    if not content:
        return ""
    if len(content) > MAX_LOGO_BYTES:
        return f"Billedet fylder {len(content) // 1000} kB og må højst fylde {MAX_LOGO_BYTES // 1000} kB. {SMALLER}"
    if content.startswith(PNG) and content[12:16] == b"IHDR":
        width, height = struct.unpack(">II", content[16:24])
        too_large = max(width, height) > MAX_PIXELS
        return (
            f"Billedet er {width} × {height} pixel og må højst være {MAX_PIXELS} på hver led. {SMALLER}"
            if too_large
            else ""
        )
    return "" if content.startswith(JPEG) and content.rstrip(b"\0").endswith(b"\xff\xd9") else EXPECTED
