#!/usr/bin/env python3
"""A web server for tests: the files of a folder, over HTTP, or over HTTPS under a fresh certificate that nobody knows.

    python3 tests/lib/http_files.py FOLDER [--user U --password P] [--tls]

Prints "port PORT" when it is ready; ends when its standard input is closed.
"""
import argparse
import base64
import functools
import http.server
import ssl
import sys
import tempfile
import threading

from unknown_certificate import unknown_certificate


class Files(http.server.SimpleHTTPRequestHandler):
    expected = None

    def do_GET(self):
        if self.expected and self.headers.get("Authorization") != self.expected:
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="camera"')
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        super().do_GET()

    def log_message(self, *_):
        pass


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--user")
    parser.add_argument("--password", default="")
    parser.add_argument("--tls", action="store_true")
    options = parser.parse_args()
    if options.user:
        Files.expected = "Basic " + base64.b64encode(f"{options.user}:{options.password}".encode()).decode()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Files, directory=options.folder))
    if options.tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.NamedTemporaryFile("w") as pem:
            pem.write(unknown_certificate())
            pem.flush()
            context.load_cert_chain(pem.name)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print("port", server.server_port, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
