"""Whether a picture can stand on a note: judged by its content, never by its name."""

import struct

LARGEST_LOGO = 500_000
MOST_PIXELS = 4_000
SMALLER = "Gør det mindre, og prøv igen."
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
EXPECTED = "Logoet skal være et billede i PNG eller JPEG."


def find_fault(content: bytes) -> str:
    """What is wrong with the picture; nothing where it can be used, or there is none."""
    if not content:
        return ""
    if len(content) > LARGEST_LOGO:
        return f"Billedet fylder {len(content) // 1000} kB og må højst fylde {LARGEST_LOGO // 1000} kB. {SMALLER}"
    if content.startswith(PNG) and content[12:16] == b"IHDR":
        width, height = struct.unpack(">II", content[16:24])
        too_large = max(width, height) > MOST_PIXELS
        return (
            f"Billedet er {width} × {height} pixel og må højst være {MOST_PIXELS} på hver led. {SMALLER}"
            if too_large
            else ""
        )
    return "" if content.startswith(JPEG) and content.rstrip(b"\0").endswith(b"\xff\xd9") else EXPECTED
