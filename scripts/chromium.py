"""Make sure that Chromium is there for the browser tests; on Debian, install it."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main() -> int:
    if any(shutil.which(name) for name in NAMES):
        return 0
    if not shutil.which("apt-get") or os.geteuid() != 0:
        print(
            "hauran: no Chromium found, and it cannot be installed from here (that takes apt-get and root).",
            file=sys.stderr,
        )
        print("hauran: install it and come again: sudo apt-get install chromium", file=sys.stderr)
        print("hauran: or leave the browser tests out: make test T=\"-m 'not browser'\"", file=sys.stderr)
        return 2
    print("Installing Chromium for the browser tests (once) ...", flush=True)
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for step in (["apt-get", "update", "-qq"], ["apt-get", "install", "-qq", "-y", "chromium", "fonts-noto-core"]):
        if subprocess.run(step, env=env, stdout=subprocess.DEVNULL).returncode:
            print(
                f"hauran: {' '.join(step)} failed; install Chromium by hand: apt-get install chromium", file=sys.stderr
            )
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
