#!/usr/bin/env python3
"""Time of a second start with many people: fills a home with synthetic people, then starts the platform on it a few times.
Usage: tests/bench/second_start.py [PEOPLE [PROFILE [FOLDER]]]   FOLDER: where the home is kept (default: a temporary folder, removed afterwards)"""
import pathlib, subprocess, sys, tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from platform_under_test import *

people = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
profile = sys.argv[2] if len(sys.argv) > 2 else "general"
folder = tempfile.TemporaryDirectory(prefix="miandun-start.") if len(sys.argv) < 4 else None
home = pathlib.Path(folder.name if folder else sys.argv[3])
home.mkdir(parents=True, exist_ok=True)
platform = Platform(profile, home=home)
subprocess.run([BIN / "miandun", "bench", "people", "--home", home, "--people", str(people), "--profile", profile], check=True)
for attempt in range(3):
    platform.start(seconds=600)
    status = pathlib.Path(f"/proc/{platform.process.pid}/status").read_text()
    memory = int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) // 1024
    print(f"{people} people, {profile}: ready after {platform.seconds_to_ready:.2f} s, {memory} MiB", flush=True)
    platform.stop()
