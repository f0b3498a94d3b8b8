#!/usr/bin/env python3
"""REST identification under load: one client, then many (default 16 for 30 s), each on fresh TLS connections. Prints rates and
percentiles, and every half minute what the process holds: resident, heap in use, heap that is kept for the next time.
Usage: tests/bench/rest_load.py [CLIENTS [SECONDS]]"""
import pathlib, sys, threading, urllib.request

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


def memory():
    text = urllib.request.urlopen(f"http://127.0.0.1:{platform.ready['metrics_port']}/metrics", timeout=30).read().decode()
    mib = lambda name: float(re.search(rf"^{name} (\S+)$", text, re.M).group(1)) / 2**20
    return ("resident {:.1f} MiB, heap {:.1f} MiB in use and {:.1f} MiB kept"
            .format(*map(mib, ("process_resident_memory_bytes", "miandun_heap_in_use_bytes", "miandun_heap_kept_bytes"))))


def run(clients, seconds):
    times, errors, began, stop = [], [], time.monotonic(), time.monotonic() + seconds
    threads = [threading.Thread(target=ask, args=(times, errors, stop)) for _ in range(clients)]
    for thread in threads:
        thread.start()
    while (rest := stop - time.monotonic()) > 0:
        time.sleep(min(rest, 30))
        print(f"  {time.monotonic() - began:.0f} s: {memory()}", flush=True)
    for thread in threads:
        thread.join()
    times.sort()
    print(f"{clients} clients: {len(times) / seconds:.1f}/s, {len(errors)} errors, p50 {times[len(times) // 2] * 1e3:.0f} ms, "
          f"p99 {times[len(times) * 99 // 100] * 1e3:.0f} ms; {memory()}", flush=True)


run(1, 3)  # warm-up
run(1, 8)
run(int(sys.argv[1]) if len(sys.argv) > 1 else 16, float(sys.argv[2]) if len(sys.argv) > 2 else 30)
platform.close()
