#!/usr/bin/env python3
"""Cameras under load for a long time, with a line that breaks: does memory grow, is an alert lost or told twice, how soon is a camera back, and how long
does an alert take from its picture to the console.

    tests/bench/soak.py [--minutes 30] [--quiet-minutes 3] [--cameras 4] [--seed N] [--no-breaks] [--no-client] [--films FOLDER] [--json FILE]

Every camera is a real RTSP server that plays a film of 1080p25 H.264 for ever, through a proxy that cuts, stalls and refuses at random once the quiet
minutes are over. A client as the console is one hears the event stream, watches the live wall and asks for lists. At the end one table, and everything
as JSON. Films are made once a folder (minutes); without one, in a temporary folder."""
import argparse, bisect, collections, datetime, random, statistics, tempfile, threading, urllib.request

import pathlib, sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from camera_under_test import DisturbedCamera
from films import RATE, Film
from platform_under_test import *

SAMPLE_EVERY_S = 10
SETTLED_AFTER_S = 300  # memory may grow until then
MEAN_OVER_S = 300
BREAKS = ("cut", "stall", "refuse")
REGION = {"name": "大厅", "polygon": [[0.02, 0.02], [0.98, 0.02], [0.98, 0.98], [0.02, 0.98]]}
OFTEN = {"cool_down": "1s", "gap": "1s"}
SETTINGS = {"deduplication": {"continuous": {"unit": "1s", "output": "best"}, "intermittent": {"window": "1min", "output": "first_last"}},
            "regions": [REGION],
            "rules": [{"name": "闯入", "kind": "intrusion", "region": "大厅", **OFTEN},
                      {"name": "滞留", "kind": "stay", "region": "大厅", "longer_than": "2s", **OFTEN},
                      {"name": "徘徊", "kind": "wander", "regions": ["大厅"], "more_often_than": 3, "within": "1min", **OFTEN}]}


def seconds_of(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def summary(values):
    """Of durations in seconds."""
    if not values:
        return {"count": 0}
    ordered = sorted(values)
    at = lambda share: round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 4)
    return {"count": len(ordered), "least": at(0), "median": round(statistics.median(ordered), 4), "p99": at(0.99), "worst": at(1)}


class Metrics:
    """One reading of /metrics: values by camera, the latency histogram of all cameras, and what belongs to none."""

    def __init__(self, platform):
        text = urllib.request.urlopen(f"http://127.0.0.1:{platform.ready['metrics_port']}/metrics", timeout=30).read().decode()
        self.cameras, self.buckets, self.single = {}, {}, {}
        for name, camera, bound, value in re.findall(r'^miandun_(\w+)(?:\{camera="(\w+)"(?:,le="([^"]+)")?\})? (\S+)$', text, re.M):
            if bound:
                self.buckets[float(bound)] = self.buckets.get(float(bound), 0) + float(value)
            elif camera:
                self.cameras.setdefault(camera, {})[name.removeprefix("camera_")] = float(value)
            else:
                self.single[name] = float(value)

    def total(self, name):
        return sum(camera.get(name, 0) for camera in self.cameras.values())

    def latency(self):
        """The platform's own: from a picture's arrival to the alert being raised. Upper bounds of the classes."""
        count = self.total("alert_seconds_count")
        bound = lambda share: next((bound for bound, below in sorted(self.buckets.items()) if below >= share * count), None)
        return {"count": int(count), "median_below": bound(0.5), "p99_below": bound(0.99), "mean": round(self.total("alert_seconds_sum") / max(1, count), 4)}


class Usage(threading.Thread):
    """What the process holds, every few seconds."""

    def __init__(self, platform):
        super().__init__(daemon=True)
        self.platform, self.process = platform, pathlib.Path(f"/proc/{platform.process.pid}")
        self.samples, self.began = [], time.monotonic()
        self.over = threading.Event()
        self.start()

    def run(self):
        while not self.over.wait(max(0.0, SAMPLE_EVERY_S * len(self.samples) - (time.monotonic() - self.began))):
            status = (self.process / "status").read_text()
            number = lambda name: int(re.search(name + r":\s+(\d+)", status).group(1))
            heap = Metrics(self.platform).single
            ticks = (self.process / "stat").read_text().rsplit(")", 1)[1].split()
            self.samples.append({"s": round(time.monotonic() - self.began, 1), "rss_kib": number("VmRSS"), "own_kib": number("RssAnon"),
                                 "heap_in_use_kib": heap["heap_in_use_bytes"] // 1024, "heap_kept_kib": heap["heap_kept_bytes"] // 1024,
                                 "threads": number("Threads"), "descriptors": len(os.listdir(self.process / "fd")),
                                 "cpu_s": (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK"), "load": round(os.getloadavg()[0], 1)})

    def descriptors(self):
        """What they are, and how many of each."""
        held = collections.Counter()
        for link in (self.process / "fd").iterdir():
            with contextlib.suppress(OSError):
                held[re.sub(r":\[\d+\]", "", os.path.basename(os.readlink(link)))] += 1
        return dict(sorted(held.items()))

    def course(self, name):
        """Of one number in KiB, from when it should have settled. Breaks make it go up and down: means of five minutes tell growth from that."""
        later = [s for s in self.samples if s["s"] >= SETTLED_AFTER_S] or self.samples
        mean = lambda some: statistics.mean(s[name] for s in some)
        middle, spread = statistics.mean(s["s"] for s in later), statistics.pvariance([s["s"] for s in later])
        slope = statistics.mean((s["s"] - middle) * (s[name] - mean(later)) for s in later) / spread if spread else 0
        begin = [s for s in later if s["s"] < later[0]["s"] + MEAN_OVER_S]
        end = [s for s in later if s["s"] > later[-1]["s"] - MEAN_OVER_S]
        mib = lambda kib: round(kib / 1024, 1)
        return {"mib_start": mib(self.samples[0][name]), "mib_settled": mib(later[0][name]), "mib_least_later": mib(min(s[name] for s in later)),
                "mib_most_later": mib(max(s[name] for s in later)), "mib_end": mib(later[-1][name]), "mib_mean_first": mib(mean(begin)),
                "mib_mean_last": mib(mean(end)), "kib_a_minute": round(slope * 60, 1)}

    def summary(self):
        first, last = self.samples[0], self.samples[-1]
        later = [s for s in self.samples if s["s"] >= SETTLED_AFTER_S] or self.samples
        return {"threads_settled": later[0]["threads"], "threads_most_later": max(s["threads"] for s in later),
                "threads_end": last["threads"], "descriptors_settled": later[0]["descriptors"],
                "descriptors_most_later": max(s["descriptors"] for s in later), "descriptors_end": last["descriptors"],
                "cores": round((last["cpu_s"] - first["cpu_s"]) / (last["s"] - first["s"]), 2), "load_mean": round(statistics.mean(s["load"] for s in self.samples), 1)}


class Viewer(threading.Thread):
    """Watches the wall of all cameras as the console does."""

    def __init__(self, client, cameras):
        super().__init__(daemon=True)
        self.pictures = dict.fromkeys(cameras, 0)
        self.connection = http.client.HTTPSConnection(client.host, client.port, context=client.context, timeout=60)
        self.connection.request("GET", f"/api/v1/live?cameras={','.join(cameras)}&width=640", headers=client.headers)
        self.response = self.connection.getresponse()
        self.start()

    def run(self):
        with contextlib.suppress(OSError, ValueError, AttributeError, http.client.HTTPException):
            while line := self.response.readline():
                if not line.startswith(b"--miandun-frame"):
                    continue
                fields = dict(line.decode().strip().split(": ", 1) for line in iter(self.response.readline, b"\r\n"))
                if self.response.read(int(fields.get("Content-Length", 0))):
                    self.pictures[fields["X-Camera"]] += 1


class Breaker(threading.Thread):
    """Breaks one camera's line now and then, and times how long the platform takes to have pictures again."""

    def __init__(self, platform, camera, camera_id, seed):
        super().__init__(daemon=True)
        self.platform, self.camera, self.id, self.random = platform, camera, camera_id, random.Random(seed)
        self.breaks, self.over = [], threading.Event()
        self.start()

    def run(self):
        while not self.over.wait(self.random.uniform(10, 40)):
            self.breaks.append(self.break_once(self.random.choice(BREAKS), self.random.uniform(1, 12)))

    def frames(self):
        return Metrics(self.platform).cameras[self.id]["frames_total"]

    def break_once(self, kind, seconds):
        said = self.camera.line.say(kind)
        assert said == f"ok {kind}", said
        returned = time.monotonic()
        time.sleep(0.3 if kind == "cut" else seconds)  # what was on its way when the line was cut is no return
        before = self.frames()
        if kind != "cut":
            self.camera.line.say("pass")
            returned = time.monotonic()
        while self.frames() <= before and time.monotonic() - returned < 60:
            time.sleep(0.05)
        return {"kind": kind, "seconds": 0 if kind == "cut" else round(seconds, 1), "back_after": round(time.monotonic() - returned, 3)}


class Alerts:
    """What REST has against what the event stream told."""

    def __init__(self, client, events):
        self.stored, cursor = {}, ""
        while cursor is not None:
            page = client.api("GET", "/alerts?limit=200" + (f"&cursor={cursor}" if cursor else ""), expect=200)
            assert not self.stored.keys() & {alert["id"] for alert in page["items"]}, "a page repeats alerts"
            self.stored |= {alert["id"]: alert for alert in page["items"]}
            cursor = page["next_cursor"]
        self.told = {what: {} for what in ("raised", "ended")}
        self.twice = 0
        for at, kind, event in events.seen:
            if kind == "alert" and event["what"] in self.told:
                self.twice += event["id"] in self.told[event["what"]]
                self.told[event["what"]].setdefault(event["id"], (at, event))

    def summary(self, metrics):
        raised, ended = self.told["raised"], self.told["ended"]
        over_when_told = {id_ for id_, (_, event) in raised.items() if event["ended_at"]}  # it ended while it waited for the disk: told at once
        return {"raised_by_rules": metrics.latency()["count"], "stored": len(self.stored), "told": len(raised), "told_twice": self.twice,
                "lost_on_the_way": len(self.stored.keys() - raised.keys()), "told_not_stored": len(raised.keys() - self.stored.keys()),
                "ended": len(ended), "over_when_told": len(over_when_told),
                "end_not_told": len([a for a in self.stored.values() if a["ended_at"] and a["id"] not in ended.keys() | over_when_told]),
                "by_kind": {kind: sum(a["kind"] == kind for a in self.stored.values()) for kind in ("intrusion", "stay", "wander")}}

    def latency(self, cameras, begin, end):
        """Of the alerts that came between two wall times, to the client: from when the platform had the picture that raised it; from when that picture's
        last packet had passed the line (H.264 over RTP: known to be complete when the next picture begins, so the platform's stamp is one picture later);
        and, of intrusions, from the first picture that shows the person who came: some pictures are needed to be sure that it is one."""
        from_stamp, from_line, from_coming = [], [], []
        for camera_id, camera in cameras.items():
            passed = list(camera.passed())
            times, comings = [time for _, time in passed], [time for number, time in passed if camera.film.comes(number)]
            for at, event in self.told["raised"].values():
                if event["camera_id"] != camera_id or not begin <= at < end:
                    continue
                stamp = seconds_of(event["raised_at"])
                from_stamp.append(at - stamp)
                from_line.append(at - times[bisect.bisect(times, stamp - 0.5 / RATE) - 1])
                came = comings[bisect.bisect(comings, stamp) - 1] if comings else 0
                if event["kind"] == "intrusion" and at - came < 2:
                    from_coming.append(at - came)
        return {"stamp": summary(from_stamp), "line": summary(from_line), "coming": summary(from_coming)}


def add_cameras(client, cameras):
    added = {}
    for number, camera in enumerate(cameras, 1):
        made = client.api("POST", "/cameras", {"name": f"第{number}路", "kind": "stream", "address": camera.address}, expect=201)
        group = f"/analysis/groups/{made['id']}"
        client.api("GET", group, expect=200)
        client.api("PUT", group, SETTINGS, headers={"If-Match": client.response_headers["ETag"]}, expect=200)
        added[made["id"]] = camera
    return added


def all_run(client):
    return all(camera["report"]["state"] == "running" for camera in client.api("GET", "/cameras", expect=200)["items"])


def work_as_console(client, until):
    while (rest := until - time.monotonic()) > 0:
        for path in ("/cameras", "/alerts?limit=50", "/captures?limit=50"):
            client.api("GET", path, expect=200)
        time.sleep(min(rest, SAMPLE_EVERY_S))


def rates(before, after, seconds):
    """Pictures and searches a second of each camera."""
    per = lambda camera, name: (after.cameras[camera][name] - before.cameras[camera][name]) / seconds
    return {camera: {"pictures_a_second": round(per(camera, "frames_total"), 1), "searches_a_second": after.cameras[camera]["detections_per_second"]}
            for camera in after.cameras}


def faults_in_log(platform):
    lines = (platform.home / "platform.log").read_text().splitlines()
    return [line for line in lines if '"error"' in line or '"critical"' in line]


def seconds_to_stop(platform):
    """None when it does not stop, or not as it should."""
    began = time.monotonic()
    with contextlib.suppress(subprocess.TimeoutExpired):
        if platform.stop() == 0:
            return round(time.monotonic() - began, 1)
    return None


def measure(options, folder):
    platform = Platform()
    cameras = [DisturbedCamera(Film(options.films or folder, i), folder, i) for i in range(options.cameras)]
    platform.start()
    client = signed_in(platform)
    events = Events(client)
    added = add_cameras(client, cameras)
    assert eventually(lambda: all_run(client)), "the cameras do not run"
    viewer = None if options.no_client else Viewer(client, list(added))
    usage = Usage(platform)
    begin, quiet_from, first = time.monotonic(), time.time(), Metrics(platform)
    quiet = options.minutes if options.no_breaks else options.quiet_minutes
    work_as_console(client, begin + quiet * 60)
    quiet_until, calm = time.time(), Metrics(platform)
    running_rates = rates(first, calm, quiet_until - quiet_from)
    breakers = [] if options.no_breaks else [Breaker(platform, camera, id_, options.seed * 1000 + i) for i, (id_, camera) in enumerate(added.items())]
    work_as_console(client, begin + options.minutes * 60)
    for breaker in breakers:
        breaker.over.set()
    for breaker in breakers:
        breaker.join()
    ended = time.time()
    run_at_end = bool(eventually(lambda: all_run(client), 15))
    usage.over.set()
    usage.join()
    held = usage.descriptors()
    viewed = dict(viewer.pictures) if viewer else {}
    reports = {camera["id"]: camera["report"] for camera in client.api("GET", "/cameras", expect=200)["items"]}

    for camera in cameras:  # nobody comes any more: what is open ends, and everything can be counted
        camera.line.say("refuse")
    time.sleep(8)
    metrics = Metrics(platform)
    alerts = Alerts(client, events)
    breaks = [one for breaker in breakers for one in breaker.breaks]
    result = {
        "minutes": options.minutes, "cameras": options.cameras, "seed": options.seed, "client": not options.no_client, "usage": usage.summary(),
        "memory": {name.removesuffix("_kib"): usage.course(name) for name in ("rss_kib", "own_kib", "heap_in_use_kib", "heap_kept_kib")},
        "all_run_at_end": run_at_end, "alerts": alerts.summary(metrics),
        "latency_quiet": alerts.latency(added, quiet_from, quiet_until), "latency_breaks": alerts.latency(added, quiet_until, ended),
        "latency_platform_quiet": calm.latency(), "latency_platform_all": metrics.latency(),
        "breaks": {kind: summary([one["back_after"] for one in breaks if one["kind"] == kind]) for kind in BREAKS} if breaks else {},
        "back_after": summary([one["back_after"] for one in breaks]),
        "cameras_at_end": {id_: {**running_rates[id_], "connects": r["connects"], "breaks": r["breaks"], "corrupt": r["corrupt"], "viewed": viewed.get(id_)}
                           for id_, r in reports.items()},
        "captures_lost": metrics.single["captures_lost_total"], "alerts_waiting": metrics.single["alerts_waiting"],
        "faults_in_log": len(faults_in_log(platform)), "seconds_to_stop": seconds_to_stop(platform)}
    print(*faults_in_log(platform)[:5], sep="\n")
    for camera in cameras:
        camera.close()
    return {**result, "descriptors": held, "samples": usage.samples, "all_breaks": breaks}


def table(result):
    for name, value in result.items():
        if name in ("descriptors", "samples", "all_breaks"):
            continue
        if isinstance(value, dict) and any(isinstance(v, dict) for v in value.values()):
            for part, inner in value.items():
                print(f"{name + ' ' + part:45} {inner}")
        else:
            print(f"{name:45} {value}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--quiet-minutes", type=float, default=3, help="without breaks, at the begin: when latency is measured")
    parser.add_argument("--cameras", type=int, default=4)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--no-breaks", action="store_true")
    parser.add_argument("--no-client", action="store_true", help="nobody watches the live wall")
    parser.add_argument("--films")
    parser.add_argument("--json")
    options = parser.parse_args()
    print("seed", options.seed, flush=True)
    with tempfile.TemporaryDirectory(prefix="miandun-soak.") as folder:
        result = measure(options, pathlib.Path(folder))
    table(result)
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(result, indent=1))
    told = result["alerts"]
    check("no alert is lost", told["raised_by_rules"] == told["stored"] and not told["lost_on_the_way"] and not told["end_not_told"], told)
    check("no alert is told twice", not told["told_twice"] and not told["told_not_stored"], told)
    check("all cameras run at the end", result["all_run_at_end"])
    check("every camera is back within 5 s", result["back_after"].get("worst", 0) <= 5, result["back_after"])
    latency = result["latency_quiet"]["line"]
    check("an alert takes 300 ms at the median and 1 s at p99", latency["median"] <= 0.3 and latency["p99"] <= 1, latency)
    check("the platform stops cleanly", result["seconds_to_stop"] is not None)
    finish()


main()
