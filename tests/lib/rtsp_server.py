#!/usr/bin/python3
"""A camera for tests: GStreamer's RTSP server playing one file for ever.

    /usr/bin/python3 tests/lib/rtsp_server.py FILE [--port 0] [--user U --password P] [--codec h264|h265] [--tls]

FILE: an MP4 with H.264 or H.265. Serves rtsp://127.0.0.1:PORT/live over TCP and UDP (with --tls: rtsps:// under a fresh
certificate that nobody knows, as cameras have it), prints "port PORT" when it is ready, and ends when its
standard input is closed.
Debian: python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad glib-networking openssl
"""
import argparse
import sys

import gi
from unknown_certificate import unknown_certificate

gi.require_version("Gst", "1.0")
gi.require_version("GstApp", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import Gio, GLib, Gst, GstApp, GstRtsp, GstRtspServer  # noqa: E402, F401

PATH = "/live"
PARSERS = {"h264": "h264parse", "h265": "h265parse"}
PAYLOADERS = {"h264": "rtph264pay config-interval=-1", "h265": "rtph265pay config-interval=-1"}


def access_units(path, codec):
    """Every coded picture of the file: (bytes, is key picture, time in ns), and the length of the film in ns."""
    pipeline = Gst.parse_launch(
        f'filesrc location="{path}" ! qtdemux ! {PARSERS[codec]} ! video/x-{codec},stream-format=byte-stream,alignment=au ! appsink name=out sync=false')
    sink = pipeline.get_by_name("out")
    pipeline.set_state(Gst.State.PLAYING)
    units, end = [], 0
    while True:
        sample = sink.try_pull_sample(10 * Gst.SECOND)
        if sample is None:
            break
        buffer = sample.get_buffer()
        key = not buffer.has_flags(Gst.BufferFlags.DELTA_UNIT)
        units.append((buffer.extract_dup(0, buffer.get_size()), key, buffer.pts))
        end = max(end, buffer.pts + buffer.duration)
    pipeline.set_state(Gst.State.NULL)
    if not units:
        sys.exit(f"no {codec} pictures in {path}")
    first = min(unit[2] for unit in units)
    return [(data, key, time - first) for data, key, time in units], end - first


class Film:
    """Feeds one client's pipeline, round and round."""

    def __init__(self, source, units, length):
        self.source, self.units, self.length = source, units, length
        self.next = 0
        source.connect("need-data", self.feed)

    def feed(self, source, _):
        data, key, time = self.units[self.next % len(self.units)]
        buffer = Gst.Buffer.new_wrapped(data)
        buffer.pts = time + self.next // len(self.units) * self.length
        if not key:
            buffer.set_flags(Gst.BufferFlags.DELTA_UNIT)
        self.next += 1
        source.emit("push-buffer", buffer)


class Camera(GstRtspServer.RTSPMediaFactory):
    def __init__(self, units, length, codec):
        super().__init__()
        self.units, self.length = units, length
        self.set_launch(f"( appsrc name=film is-live=true format=time max-bytes=1000000 caps=video/x-{codec},stream-format=byte-stream,alignment=au"
                        f" ! {PARSERS[codec]} ! {PAYLOADERS[codec]} name=pay0 pt=96 )")
        self.set_shared(False)

    def do_configure(self, media):
        GstRtspServer.RTSPMediaFactory.do_configure(self, media)
        media.film = Film(media.get_element().get_by_name_recurse_up("film"), self.units, self.length)


def require_password(auth, factory, user, password):
    auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)  # as cameras do
    auth.add_digest(user, password, viewer(factory))


def allow_everybody(auth, factory):
    auth.set_default_token(viewer(factory))


def viewer(factory):
    """Who may watch what the factory makes."""
    token = GstRtspServer.RTSPToken()
    token.set_string(GstRtspServer.RTSP_TOKEN_MEDIA_FACTORY_ROLE, "viewer")
    role = Gst.Structure.new_empty("viewer")
    role.set_value(GstRtspServer.RTSP_PERM_MEDIA_FACTORY_ACCESS, True)
    role.set_value(GstRtspServer.RTSP_PERM_MEDIA_FACTORY_CONSTRUCT, True)
    factory.add_role_from_structure(role)
    return token


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--user")
    parser.add_argument("--password", default="")
    parser.add_argument("--codec", choices=["h264", "h265"], default="h264")
    parser.add_argument("--tls", action="store_true")
    options = parser.parse_args()
    Gst.init(None)
    units, length = access_units(options.file, options.codec)

    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(str(options.port))
    factory = Camera(units, length, options.codec)
    server.get_mount_points().add_factory(PATH, factory)
    if options.user or options.tls:
        auth = GstRtspServer.RTSPAuth()
        server.set_auth(auth)
        if options.user:
            require_password(auth, factory, options.user, options.password)
        else:
            allow_everybody(auth, factory)
        if options.tls:
            auth.set_tls_certificate(Gio.TlsCertificate.new_from_pem(unknown_certificate(), -1))
    server.attach(None)
    loop = GLib.MainLoop()
    GLib.io_add_watch(0, GLib.PRIORITY_DEFAULT, GLib.IO_IN | GLib.IO_HUP, lambda *_: bool(sys.stdin.buffer.read1(4096)) or loop.quit())
    print("port", server.get_bound_port(), flush=True)
    loop.run()


if __name__ == "__main__":
    main()
