"""What the tests need beyond Python: Maven and Java for a real Neo4j, PostgreSQL, Chromium for the pages.

`python -m tests.support.tools` gets what is missing by apt-get where it may. What cannot be had is told aloud, and the
tests that need it are skipped; under CI=true it is an error.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Tool:
    """A program: any of `commands`, else the Debian package that brings it; wanted while `wanted_by` has tests."""

    commands: tuple[str, ...]
    package: str
    wanted_by: str


TOOLS = (
    Tool(("java",), "default-jre-headless", "contract"),
    Tool(("mvn",), "maven", "contract"),
    Tool(("postgres", "pg_ctlcluster"), "postgresql", "desk"),
    Tool(("chromium", "chromium-browser", "google-chrome"), "chromium", "browser"),
)


def find(commands: tuple[str, ...]) -> str | None:
    """Path of the first of `commands` that this machine has, or None."""
    return next((path for name in commands if (path := shutil.which(name))), None)


def chromium() -> str | None:
    """Path of a Chromium for `executable_path`, or None."""
    return find(TOOLS[-1].commands)


def _get(package: str) -> None:
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return
    print(f"getting {package} by apt-get", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", package]):
        done = subprocess.run([apt, *arguments], env=environment, stdout=subprocess.DEVNULL, check=False)
        if done.returncode != 0:
            print(f"apt-get {arguments[0]} ended with {done.returncode}", file=sys.stderr)


def main() -> int:
    """Get what is missing; 1 where something is still missing and CI wants it, else 0."""
    missing = []
    for tool in TOOLS:
        if not any((ROOT / "tests" / tool.wanted_by).glob("test_*.py")):
            continue
        if find(tool.commands) is None:
            _get(tool.package)
        if find(tool.commands) is None:
            missing.append(tool)
    for tool in missing:
        print(f"NOT HERE: {' or '.join(tool.commands)} (package {tool.package}); tests/{tool.wanted_by} skips", file=sys.stderr)
    return 1 if missing and os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
