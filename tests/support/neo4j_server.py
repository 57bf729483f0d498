"""Brings a real Neo4j Community by Maven into a cache and runs it for a test session: on loopback, free ports, its own home."""

import ctypes
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from app.engine.driver import neo4j

VERSION = "5.26.16"
ARTIFACTS = (("org.neo4j", "neo4j"), ("org.neo4j.app", "neo4j-server"))
OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
# A server of tests holds little: collecting in parallel and planning again what grew are not won back. (Compiling quickly
# rather than well is not won back either: large questions take 131 s to plan and run with it, 87 s without.)
QUICK = ("-XX:+UseSerialGC",)
START_SECONDS = 180.0
PR_SET_PDEATHSIG = 1
LOOPBACK = "127.0.0.1"
FIRST_PASSWORD = "neo4j"


def missing() -> str | None:
    """Why a Neo4j cannot be run here; None where it can."""
    lacking = [tool for tool in ("java", "mvn") if shutil.which(tool) is None]
    if "mvn" in lacking and _complete(_library()):
        lacking.remove("mvn")
    return f"{' and '.join(lacking)} not installed" if lacking else None


def _library() -> Path:
    cache = Path(os.environ.get("QUANJING_CACHE") or Path.home() / ".cache" / "quanjing")
    return cache / "neo4j" / VERSION / "lib"


def _complete(library: Path) -> bool:
    return (library.parent / "complete").exists()


def bring() -> Path:
    """The folder of the server's jars, brought by Maven on the first call (115 MB)."""
    library = _library()
    if _complete(library):
        return library
    library.mkdir(parents=True, exist_ok=True)
    dependencies = "".join(
        f"<dependency><groupId>{group}</groupId><artifactId>{name}</artifactId><version>{VERSION}</version></dependency>"
        for group, name in ARTIFACTS
    )
    project = library.parent / "pom.xml"
    project.write_text(
        '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>quanjing</groupId>'
        f"<artifactId>neo4j</artifactId><version>1</version><dependencies>{dependencies}</dependencies></project>"
    )
    subprocess.run(
        ["mvn", "-q", "-B", "-f", str(project), "dependency:copy-dependencies", f"-DoutputDirectory={library}"],
        check=True,
        timeout=900,
    )
    (library.parent / "complete").touch()
    return library


@dataclass(frozen=True)
class Neo4jServer:
    """A running server."""

    url: str
    user: str
    password: str
    process: "subprocess.Popen[bytes]"

    def stop(self) -> None:
        """End it at once: nothing in it is kept."""
        self.process.kill()
        self.process.wait()


def free_port() -> int:
    """A port of this machine nobody listens on."""
    with socket.socket() as one:
        one.bind((LOOPBACK, 0))
        port: int = one.getsockname()[1]
        return port


def start(home: Path, memory: str = "512m", *, short: bool = False) -> Neo4jServer:
    """Start a server with its data in `home`, and wait until it answers. Settings as docs/engines.md asks for.

    `short`: it is not measured and holds little, so it collects in one thread and plans once.
    """
    library = bring()
    password = secrets.token_urlsafe(16)
    bolt = free_port()
    (home / "conf").mkdir(parents=True, exist_ok=True)
    settings = {
        "server.default_listen_address": LOOPBACK,
        "server.bolt.listen_address": f"{LOOPBACK}:{bolt}",
        "server.bolt.advertised_address": f"{LOOPBACK}:{bolt}",
        "server.http.enabled": "false",
        "server.https.enabled": "false",
        "server.memory.heap.max_size": memory,
        "server.memory.pagecache.size": "256m",
        "dbms.security.auth_enabled": "true",
        "dbms.security.allow_csv_import_from_file_urls": "false",
        "internal.dbms.cypher_ip_blocklist": "0.0.0.0/0,::/0",
        "dbms.usage_report.enabled": "false",
        "db.tx_log.rotation.retention_policy": "keep_none",
    }
    if short:
        settings["dbms.cypher.min_replan_interval"] = "10h"
    (home / "conf" / "neo4j.conf").write_text("".join(f"{key}={value}\n" for key, value in settings.items()))
    opened = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED]
    java = ["java", *(QUICK if short else ()), f"-Xmx{memory}", "-cp", f"{library}/*", *opened]
    places = [f"--home-dir={home}", f"--config-dir={home}/conf"]
    with (home / "console.log").open("wb") as log:
        process = subprocess.Popen(
            [*java, "org.neo4j.server.CommunityEntryPoint", *places],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - one call of the kernel
        )
    server = Neo4jServer(f"bolt://{LOOPBACK}:{bolt}", "neo4j", password, process)
    until = time.monotonic() + START_SECONDS
    while not _answers(bolt):
        if process.poll() is not None or time.monotonic() > until:
            server.stop()
            raise RuntimeError(f"Neo4j did not start; see {home / 'logs'}:\n{(home / 'console.log').read_text()[-2000:]}")
        time.sleep(0.1)
    _set_password(server)
    return server


def _set_password(server: Neo4jServer) -> None:
    """Change the password every new server has; a command of the server could, but is a Java start more."""
    with neo4j.GraphDatabase.driver(server.url, auth=(server.user, FIRST_PASSWORD)) as driver:
        change = f"ALTER CURRENT USER SET PASSWORD FROM '{FIRST_PASSWORD}' TO $password"
        driver.execute_query(change, {"password": server.password}, database_="system")


def die_with_parent(sent: int = signal.SIGKILL) -> None:
    """Ask the kernel to send this process a signal, by default one that ends it, when the test run ends, killed or not."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, sent)


def _answers(port: int) -> bool:
    try:
        with socket.create_connection((LOOPBACK, port), timeout=1):
            return True
    except OSError:
        return False
