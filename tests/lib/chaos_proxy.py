#!/usr/bin/env python3
"""A bad line for tests: a TCP proxy that obeys. Standard library only.

    python3 tests/lib/chaos_proxy.py --to HOST:PORT [--port 0] [--seed 1] [--replace OLD NEW] [--pictures FILE]

--replace changes one word of what the server says into another of the same length. --pictures writes a line for every picture of an RTSP
stream over TCP that has passed: number of the connection, RTP time stamp, wall time. Prints "port PORT" when it is ready. Commands, one a line on standard input, each answered with "ok WORD":
    pass      carries everything, also what was held back
    stall     connections stay open, not one byte passes
    corrupt   about every thousandth byte from the server is changed
    refuse    ends every connection; new ones are refused (nobody listens)
    cut       ends every connection at once with a reset; how new ones are treated stays as it was
    count     answers "ok count ACCEPTED OPEN"
Ends when its standard input is closed.
"""
import argparse
import asyncio
import random
import re
import socket
import struct
import sys
import time


class PictureClock:
    """Tells when the last packet of each picture went by (RFC 2326, 10.12: RTP between RTSP's answers; RFC 3550: the marker ends a picture)."""

    def __init__(self, file, connection):
        self.file, self.connection, self.rest = file, connection, b""

    def passed(self, data):
        self.rest += data
        while (size := self.first_unit()) is not None and size <= len(self.rest):
            unit, self.rest = self.rest[:size], self.rest[size:]
            if unit[0] == 0x24 and unit[1] == 0 and unit[5] & 0x80:
                print(self.connection, struct.unpack(">I", unit[8:12])[0], f"{time.time():.6f}", file=self.file, flush=True)

    def first_unit(self):
        """Bytes of what comes first; None while that cannot be said."""
        if self.rest[:1] == b"$":
            return 4 + struct.unpack(">H", self.rest[2:4])[0] if len(self.rest) >= 4 else None
        head, end, _ = self.rest.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: *(\d+)", head)
        return len(head) + 4 + int(length[1] if length else 0) if end else None


class Proxy:
    def __init__(self, host, port, seed, replace, pictures=None):
        self.to = (host, port)
        self.replace = replace
        self.pictures = open(pictures, "w") if pictures else None
        self.mode = "pass"
        self.moving = asyncio.Event()
        self.moving.set()
        self.writers = set()
        self.random = random.Random(seed)
        self.server = None
        self.port = 0
        self.accepted = 0

    async def listen(self, port):
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", port)
        self.port = self.server.sockets[0].getsockname()[1]

    async def serve(self, reader, writer):
        self.accepted += 1
        self.writers.add(writer)
        try:
            await self.moving.wait()
            far_reader, far_writer = await asyncio.open_connection(*self.to)
        except OSError:
            self.drop(writer)
            return
        self.writers.add(far_writer)
        await asyncio.gather(self.carry(reader, far_writer, False), self.carry(far_reader, writer, True), return_exceptions=True)
        self.drop(writer)
        self.drop(far_writer)

    async def carry(self, reader, writer, from_server):
        clock = PictureClock(self.pictures, self.accepted) if self.pictures and from_server else None
        try:
            while data := await reader.read(65536):
                await self.moving.wait()
                writer.write(self.changed(data) if from_server else data)
                if clock:
                    clock.passed(data)
                await writer.drain()
        finally:
            writer.close()

    def changed(self, data):
        if self.replace:
            data = data.replace(*self.replace)
        if self.mode != "corrupt":
            return data
        out = bytearray(data)
        for _ in range(max(1, len(out) // 1000)):
            out[self.random.randrange(len(out))] ^= self.random.randrange(1, 256)
        return bytes(out)

    def drop(self, writer):
        self.writers.discard(writer)
        sock = writer.get_extra_info("socket")
        if sock is not None and sock.fileno() >= 0:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # a reset, not a polite end
        writer.transport.abort()

    async def obey(self, word):
        if word == "cut" or word == "refuse":
            for writer in list(self.writers):
                self.drop(writer)
        if word == "count":
            return f"count {self.accepted} {len(self.writers)}"
        if word == "refuse" and self.server:
            self.server.close()
            self.server = None
        if word in ("pass", "stall", "corrupt", "refuse"):
            self.mode = word
            if word != "refuse" and not self.server:
                await self.listen(self.port)
            self.moving.clear() if word == "stall" else self.moving.set()
        elif word != "cut":
            return f"unknown {word}"
        return word


async def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--replace", nargs=2, type=str.encode)
    parser.add_argument("--pictures")
    options = parser.parse_args()
    host, port = options.to.rsplit(":", 1)
    proxy = Proxy(host, int(port), options.seed, options.replace, options.pictures)
    await proxy.listen(options.port)
    print("port", proxy.port, flush=True)
    commands = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    while line := await commands.readline():
        print("ok", await proxy.obey(line.decode().strip()), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
