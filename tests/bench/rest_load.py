#!/usr/bin/env python3
"""REST identification under load: one client, then many (default 16 for 30 s), each on fresh TLS connections. Prints rates, percentiles and memory.
Usage: tests/bench/rest_load.py [CLIENTS [SECONDS]]"""
import pathlib, sys, threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from platform_under_test import *

platform = Platform().start()
admin = Client(platform)
first = platform.ready["first_administrator"]
admin.sign_in_first_time(first["name"], first["password"])
notice = admin.api("POST", "/notices", NOTICE, expect=201)
admin.api("POST", "/persons", person("测试", notice["id"], ["audrey.jpg"]), expect=201)
body = {"frames": [picture("audrey_crop.jpg")]}


def ask(times, errors, stop):
    client = Client(platform)
    client.headers, client.csrf = dict(admin.headers), admin.csrf
    while time.monotonic() < stop:
        began = time.monotonic()
        client.api("POST", "/identifications", body)
        (times if client.status == 200 else errors).append(time.monotonic() - began)


def run(clients, seconds):
    times, errors, stop = [], [], time.monotonic() + seconds
    threads = [threading.Thread(target=ask, args=(times, errors, stop)) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times.sort()
    status = pathlib.Path(f"/proc/{platform.process.pid}/status").read_text()
    memory = int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) // 1024
    print(f"{clients} clients: {len(times) / seconds:.1f}/s, {len(errors)} errors, p50 {times[len(times) // 2] * 1e3:.0f} ms, "
          f"p99 {times[len(times) * 99 // 100] * 1e3:.0f} ms, {memory} MiB", flush=True)


run(1, 3)  # warm-up
run(1, 8)
run(int(sys.argv[1]) if len(sys.argv) > 1 else 16, float(sys.argv[2]) if len(sys.argv) > 2 else 30)
platform.close()
