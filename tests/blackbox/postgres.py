#!/usr/bin/env python3
"""The platform on PostgreSQL 15 as docs/postgresql.md describes it: five databases, a role each, over TLS; what a backup brings back and what it does not."""
import json, pathlib, re, subprocess, sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from platform_under_test import *
from postgres_server import STORES, PostgresServer

if not pathlib.Path("/usr/lib/postgresql/15/bin/postgres").exists():
    print("skip - postgresql-15 is not installed")
    sys.exit(0)


def write_connections(home, server, roles=None):
    (home / "secrets").mkdir(exist_ok=True)
    for store in STORES:
        file = home / f"secrets/{store}.pg"
        file.write_text(server.connection(store, (roles or {}).get(store)) + "\n")
        file.chmod(0o600)


def refused(platform):
    run = subprocess.run([BIN / "miandun-platform", "--home", platform.home], env=platform.environment, capture_output=True, text=True, timeout=60)
    return run.returncode, run.stderr


server = PostgresServer()
atexit.register(server.close)
files = ", ".join(f"{store}: secrets/{store}.pg" for store in STORES)
platform = Platform(extra=f"postgres: {{{files}}}\n")

write_connections(platform.home, server)
(platform.home / "secrets/keys.pg").chmod(0o644)
code, told = refused(platform)
check("a connection file that others may read is refused", code == 3 and "base.file_unreadable" in told, told)
# B10: one stolen password must not open two stores.
server.sql("GRANT CONNECT ON DATABASE miandun_keys TO miandun_events; GRANT ALL ON SCHEMA public TO PUBLIC", "miandun_keys")
write_connections(platform.home, server, {"keys": "events"})
code, told = refused(platform)
check("one role for two stores is refused", code == 3 and "store.not_separate" in told, told)
server.sql("REVOKE CONNECT ON DATABASE miandun_keys FROM miandun_events; REVOKE ALL ON SCHEMA public FROM PUBLIC", "miandun_keys")
write_connections(platform.home, server)

platform.start()
client = signed_in(platform)
separate = next(c for c in client.api("GET", "/system", expect=200)["checks"] if c["name"] == "separate_stores")
check("the five stores lie in PostgreSQL", separate["ok"] and "postgresql" in separate["en"] and not list((platform.data / "stores").glob("*.db")), separate)
plain = server.sql("SELECT COUNT(*) FROM pg_stat_activity a LEFT JOIN pg_stat_ssl s USING (pid) WHERE a.usename LIKE 'miandun%' AND s.ssl IS NOT TRUE").strip()
used = server.sql("SELECT COUNT(DISTINCT usename) FROM pg_stat_activity WHERE usename LIKE 'miandun%'").strip()
check("over TLS alone, a role a store", plain == "0" and used == "5", f"{plain} {used}")  # B10, D2

notice = client.api("POST", "/notices", NOTICE, expect=201)
leaving, staying = (client.api("POST", "/persons", person(name, notice["id"], [image], external_id=number), expect=201)["person"]["id"]
                    for name, image, number in (("测试甲", "audrey.jpg", "EMPLOYEE-0001"), ("测试乙", "franck_02221.jpg", "EMPLOYEE-0002")))
live = [picture(f"franck_{n}.jpg") for n in ("01829", "02045", "02159", "02221", "02683", "02888", "03909", "03979")]
known = lambda: client.api("POST", "/identifications", {"frames": live}, expect=200)
check("a person is identified", (seen := known())["decision"] == "accepted" and seen["person"]["id"] == staying, seen)
counted = {row["clause"]: row for row in client.api("GET", "/system/compliance", expect=200)["items"]}
check("what is stored is counted here too", all(counted[row]["status"] == "met" for row in ("B1", "B2", "B3", "B4")) and "at most 1 picture(s)" in counted["B2"]["en"] and "holds 0 picture(s); 0 were kept" in counted["B3"]["en"], {row: counted[row] for row in ("B1", "B2", "B3", "B4")})  # F1
backup = {store: server.dump(store) for store in STORES}
check("a dump holds no name and no number", not any("测试甲" in dump or "EMPLOYEE-0001" in dump for dump in backup.values()))  # B10

server.stop()
answer = client.api("GET", "/persons")
check("while the database is away it says so", client.status == 503 and answer["code"] == "store.unavailable" and answer["detail_zh"] and answer["detail_en"], answer)
check("and is not ready", client.call("GET", "/readyz") and client.status == 503)
server.start()
check("it comes back by itself", eventually(lambda: client.api("GET", "/persons") and client.status == 200, 30))

deletion = client.api("DELETE", f"/persons/{leaving}?reason=left", expect=200)
proof = client.api("GET", f"/deletions/{deletion['deletion_id']}", expect=200)
check("deletion is proven here too", proof["scan"]["found"] == 0 and proof["finished_at"], proof)  # B11
platform.stop()
for store in STORES:
    if store != "keys":
        server.restore(store, backup[store])
platform.start()
seen = client.api("GET", "/persons")
check("a backup of the other four stores brings nobody back", client.status == 200 and [p["id"] for p in seen["items"]] == [staying], seen)  # B11
check("who stayed is there whole", known()["decision"] == "accepted")
check("the ledger still tells of the deletion", client.api("GET", "/ledger?action=person.deleted", expect=200)["items"] and client.api("POST", "/ledger/verification")["whole"])
platform.close()
finish()
