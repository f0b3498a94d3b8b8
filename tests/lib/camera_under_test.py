"""A camera that can be disturbed: a film played for ever by an RTSP server, and a bad line between it and the platform."""
import pathlib, subprocess
from films import RATE

LIB = pathlib.Path(__file__).resolve().parent


class Tool:
    """A helper process that says "port N" and ends with its standard input. GStreamer's Python belongs to the system's interpreter."""

    def __init__(self, *command):
        self.process = subprocess.Popen(["/usr/bin/python3", *map(str, command)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().split()[1])

    def say(self, word):
        self.process.stdin.write(word + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def close(self):
        self.process.stdin.close()
        self.process.wait(20)


class DisturbedCamera:
    def __init__(self, film, folder, index):
        self.film = film
        self.log = pathlib.Path(folder) / f"pictures{index}.txt"
        self.server = Tool(LIB / "rtsp_server.py", film.path)
        self.line = Tool(LIB / "chaos_proxy.py", "--to", f"127.0.0.1:{self.server.port}", "--pictures", self.log)
        self.address = f"rtsp://127.0.0.1:{self.line.port}/live"

    def passed(self):
        """Of each picture that has passed the line: its number in the film, and the wall time of its last packet. Known without the platform's clock."""
        first = {}
        for line in self.log.read_text().splitlines():
            connection, stamp, time = line.split()
            yield round((int(stamp) - first.setdefault(connection, int(stamp))) % 2**32 * RATE / 90_000), float(time)

    def close(self):
        self.line.close()
        self.server.close()
