#!/usr/bin/env python3
"""The path of a new user through the real platform, in both profiles: first sign-in, basis, notice, registration, 1:1, 1:N, events, deletion with proof, ledger."""
import json, os, pathlib, subprocess, sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from platform_under_test import *


def scenario(profile):
    say = lambda text: f"{profile}: {text}"
    platform = Platform(profile).start()
    client = Client(platform)
    check(say("health and readiness answer"), client.call("GET", "/healthz", raw=True) and client.status == 200 and client.call("GET", "/readyz", raw=True) is not None and client.status == 200)
    check(say("nothing is served without signing in"), client.api("GET", "/persons")["code"] == "access.not_signed_in" and client.status == 401)
    check(say("errors are problem+json in both languages"), client.response_headers["Content-Type"].startswith("application/problem+json"))
    first = platform.ready["first_administrator"]
    signed_in = client.sign_in_first_time(first["name"], first["password"])
    check(say("first sign-in binds a second factor and changes the password"), signed_in["user"]["role"] == "administrator")  # D11

    client.api("PUT", "/system/basis", {"standard": "DB31/T 294", "document": "沪公技防 2026-1", "by": "张三"})
    check(say("the legal basis is recorded"), client.status in (200, 204), client.status)  # G1
    no_consent = {"name": "无同意", "kind": "resident", "images": [picture("audrey.jpg")]}
    answer = client.api("POST", "/persons", no_consent)
    check(say("enrolment without consent is refused"), client.status in (400, 409) and ("consent" in answer["code"] or client.status == 400), answer)  # B1
    notice = client.api("POST", "/notices", NOTICE, expect=201)
    audrey = client.api("POST", "/persons", person("测试甲", notice["id"], ["audrey.jpg"], external_id="T-1"), expect=201)
    cage = client.api("POST", "/persons", person("测试乙", notice["id"], ["cage.jpg"], external_id="T-2"), expect=201)
    person_id = audrey.get("id") or audrey["person"]["id"]
    other_id = cage.get("id") or cage["person"]["id"]
    check(say("two people are registered with consent and picture"), person_id != other_id)
    found = client.api("GET", "/persons?text=%E6%B5%8B%E8%AF%95%E7%94%B2")
    check(say("a person is found by name"), [p["id"] for p in found["items"]] == [person_id], found)

    verdict = client.api("POST", "/verifications", {"document_image": picture("audrey.jpg"), "live_frames": [picture("audrey_crop.jpg")]}, expect=200)
    check(say("1:1 of one still frame is not accepted blindly"), verdict["decision"] in ("not_judged", "refused", "accepted") and "score" not in json.dumps(verdict), verdict)  # B3, B8
    answer = client.api("POST", "/identifications", {"frames": [picture("audrey_crop.jpg")]}, expect=200)
    check(say("1:N answers with a decision and reasons"), answer["decision"] in ("accepted", "refused", "not_judged") and all(r["zh"] and r["en"] for r in answer["reasons"]), answer)  # B4
    bad = client.api("POST", "/identifications", {"frames": ["bm90IGEgcGljdHVyZQ=="]})
    check(say("a frame that is no picture has its own code"), bad["code"] == "vision.not_an_image" and client.status == 400, bad)
    events = client.api("GET", "/events")
    check(say("events carry no names"), len(events["items"]) >= 2 and "测试" not in json.dumps(events, ensure_ascii=False))  # B10

    third = client.api("POST", f"/persons/{person_id}/images", {"image": picture("audrey_crop.jpg")})
    check(say("a second picture is taken"), client.status in (200, 201), third)
    answer = client.api("POST", f"/persons/{person_id}/images", {"image": picture("cage2_crop.jpg")})
    check(say("a third picture is refused"), answer["code"] == "people.too_many_pictures", answer)  # B2
    renewed = client.api("POST", f"/persons/{person_id}/renewal", {"image": picture("audrey.jpg")})
    check(say("templates are renewed"), client.status in (200, 204), renewed)  # B5
    export = client.api("GET", f"/persons/{person_id}/export")
    check(say("a person's own data can be exported"), "测试甲" in json.dumps(export, ensure_ascii=False))

    deletion = client.api("DELETE", f"/persons/{person_id}?reason=left")
    check(say("leaving deletes a person"), client.status in (200, 202), deletion)
    proof = client.api("GET", f"/deletions/{deletion['deletion_id']}", expect=200)
    check(say("deletion comes with a proof: nothing found"), proof["scan"]["found"] == 0 and proof["finished_at"], proof)  # B11
    check(say("the deleted person is gone"), client.api("GET", f"/persons/{person_id}") and client.status == 404)
    raw = b"".join(f.read_bytes() for f in (platform.data / "stores").glob("*"))
    check(say("no name and no number lies readable in the stores"), "测试乙".encode() not in raw and b"T-2" not in raw)  # B10
    retention = client.api("GET", "/retention", expect=200)
    check(say("terms have maxima and show what is due"), all(r["term_days"] <= r["maximum_days"] for r in retention.get("items", retention)))  # B11
    ledger = client.api("GET", "/ledger?action=person", expect=200)
    check(say("the ledger names actions, not people"), ledger["items"] and "测试" not in json.dumps(ledger, ensure_ascii=False))  # D19
    report = client.api("POST", "/ledger/verification", expect=200)
    check(say("the ledger verifies online"), report["whole"], report)
    client.api("DELETE", "/session", expect=204)
    check(say("signed out is signed out"), client.api("GET", "/session") and client.status == 401)

    check(say("stops cleanly on SIGTERM"), platform.stop() == 0)
    offline = subprocess.run([BIN / "miandun", "ledger", "verify", platform.data / "ledger", "--json"], capture_output=True, text=True)
    check(say("the ledger verifies offline"), json.loads(offline.stdout)["whole"] and offline.returncode == 0, offline.stdout)
    tool = lambda *arguments: json.loads(subprocess.run([BIN / "miandun", "pki", *arguments, "--home", platform.home, "--out", platform.home, "--json"], capture_output=True, text=True).stdout)
    serial = tool("issue", "terminal-7", "--kind", "device")["serial"]
    check(say("a certificate is issued and revoked on the machine itself"), (platform.home / "terminal-7.key").stat().st_mode & 0o777 == 0o600 and tool("revoke", serial) == {"revoked": serial})
    platform.start()
    check(say("a second start has the same data and no first password"), "first_administrator" not in platform.ready)
    client.headers.clear()
    client.sign_in()
    written = [(e["action"], e["actor"]) for e in client.api("GET", "/ledger?action=certificate", expect=200)["items"] if e["object"] == serial]
    check(say("what was done there is in the ledger too"), sorted(written) == [(f"certificate.{done}", f"local:{os.getuid()}") for done in ("issued", "revoked")], written)  # D9, D19
    platform.close()


for name in ("general", "cii"):
    scenario(name)
finish()
