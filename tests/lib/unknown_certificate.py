"""A certificate for 127.0.0.1 that no authority vouches for, as cameras carry it."""
import subprocess
import tempfile


def unknown_certificate():
    """PEM of the key and the certificate."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=camera",
                        "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", f"{folder}/key", "-out", f"{folder}/certificate"], check=True, capture_output=True)
        return open(f"{folder}/key").read() + open(f"{folder}/certificate").read()
