"""A PostgreSQL 15 of its own with five databases, a role and a password each, reachable over TLS alone. Standard library, postgresql-15 and openssl."""
import os, pathlib, pwd, shutil, subprocess, tempfile

from platform_under_test import free_port

BIN = pathlib.Path("/usr/lib/postgresql/15/bin")
STORES = ("identities", "features", "images", "events", "keys")


class PostgresServer:
    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="miandun-pg."))
        self.port = free_port()
        self.user = []
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            account = pwd.getpwnam("postgres")
            self.user = ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
            os.chown(self.folder, account.pw_uid, account.pw_gid)
        data = self.folder / "data"
        self.run(BIN / "initdb", "-D", data, "-U", "admin", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        self.run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=test", "-addext",
                 "subjectAltName=IP:127.0.0.1", "-keyout", data / "server.key", "-out", data / "server.crt")
        self.run("sh", "-c", f"printf 'local all admin trust\\nhostssl all all 127.0.0.1/32 scram-sha-256\\n' >{data}/pg_hba.conf")
        self.start()
        for store in STORES:
            self.sql(f"CREATE ROLE miandun_{store} LOGIN PASSWORD '{store}-secret'")
            self.sql(f"CREATE DATABASE miandun_{store} OWNER miandun_{store}")
            self.sql(f"REVOKE CONNECT ON DATABASE miandun_{store} FROM PUBLIC")
        self.root = self.folder / "root.crt"
        shutil.copy(data / "server.crt", self.root)

    def run(self, *command, **more):
        return subprocess.run([*self.user, *command], check=True, capture_output=True, text=True, cwd="/", **more).stdout

    def start(self):
        subprocess.run([*self.user, BIN / "pg_ctl", "-w", "-D", self.folder / "data", "-l", self.folder / "log", "-o",
                        f"-c port={self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder} -c ssl=on", "start"], check=True, cwd="/",
                       stdout=subprocess.DEVNULL)

    def stop(self):
        subprocess.run([*self.user, BIN / "pg_ctl", "-w", "-m", "immediate", "-D", self.folder / "data", "stop"], cwd="/", capture_output=True)

    def close(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def sql(self, statement, database="postgres"):
        return self.run(BIN / "psql", "-qtA", "-v", "ON_ERROR_STOP=1", "-h", self.folder, "-p", str(self.port), "-U", "admin", "-d", database, "-c", statement)

    def dump(self, store):
        return self.run(BIN / "pg_dump", "-h", self.folder, "-p", str(self.port), "-U", "admin", "-d", f"miandun_{store}", "--clean", "--if-exists")

    def restore(self, store, dump):
        self.run(BIN / "psql", "-q", "-v", "ON_ERROR_STOP=1", "-h", self.folder, "-p", str(self.port), "-U", "admin", "-d", f"miandun_{store}", input=dump)

    def connection(self, store, role=None):
        role = role or store
        return f"host=127.0.0.1 port={self.port} dbname=miandun_{store} user=miandun_{role} password={role}-secret sslmode=verify-full sslrootcert={self.root}"
