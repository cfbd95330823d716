"""Installs the app from the wheels beside this file into .venv, without any network, and opens it.

start.sh and start.cmd look for a Python and hand over to this. With ``--fits`` it only tells by its exit
code whether the Python it runs on can be used.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this file may meet any Python
    sys.exit("start: 需要 Python 3.11 或更新版本。 Python 3.11 or newer is needed; see START-HERE.txt.")

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed-bundle"
NEEDED_BYTES = 1_500_000_000


def say(chinese: str, english: str) -> None:
    """Write one message in both languages."""
    sys.stdout.write(f"start: {chinese}\n       {english}\n")
    sys.stdout.flush()


def stop(chinese: str, english: str) -> NoReturn:
    """Say what happened and end.

    Raises
    ------
    SystemExit
        Always, with 1.
    """
    say(chinese, english)
    sys.exit(1)


def this_python() -> dict[str, Any]:
    """What decides whether a wheel can be installed."""
    plain = sys.implementation.name == "cpython" and not sysconfig.get_config_var("Py_GIL_DISABLED")
    return {
        "name": "CPython" if plain else f"{platform.python_implementation()} (free-threaded)",
        "version": "{}.{}".format(*sys.version_info[:2]),
        "platform": sysconfig.get_platform(),
        "libc": platform.libc_ver(),
    }


def misfit(packed: dict[str, Any], python: dict[str, Any]) -> tuple[str, str] | None:
    """Why the packages in this bundle cannot be installed with a Python; None if they can.

    Parameters
    ----------
    packed : dict
        From bundle.json: ``pythons`` by platform, and the oldest ``glibc``.
    python : dict
        As :func:`this_python` gives it.
    """
    here = f"{python['name']} {python['version']}, {python['platform']}"
    systems = "; ".join(f"{system}: Python {', '.join(of)}" for system, of in packed["pythons"].items())
    if python["name"] != "CPython" or python["version"] not in packed["pythons"].get(python["platform"], ()):
        return (
            f"本包不含适用于 {here} 的组件。可用：{systems}。请安装其中一种，或请提供者为此系统重新打包。",
            f"This bundle has no packages for {here}. It has {systems}. Install one of these, or ask whoever "
            "made the bundle to make it for this system.",
        )
    if python["platform"].startswith("linux"):
        kind, version = python["libc"]
        oldest = packed["glibc"]
        if kind != "glibc" or tuple(map(int, version.split(".")[:2])) < tuple(map(int, oldest.split("."))):
            return (
                f"需要 glibc {oldest} 或更新版本，本机为 {kind or '其他'} {version}。",
                f"glibc {oldest} or newer is needed; this machine has {kind or 'another'} {version}.",
            )
    return None


def python_of(folder: Path) -> Path:
    """The interpreter of a virtual environment."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def wanted_stamp() -> str:
    """What .venv must have been made from to be of use."""
    requirements = hashlib.sha256((ROOT / "requirements.txt").read_bytes()).hexdigest()
    return f"{this_python()['version']} {requirements}"


def is_installed() -> bool:
    """Whether .venv is complete and of this Python and this bundle."""
    return (
        STAMP.is_file() and python_of(VENV).exists() and STAMP.read_text(encoding="utf-8") == wanted_stamp()
    )


def check_room() -> None:
    """Stop if nothing can be written here or the disk is too full."""
    try:
        probe = ROOT / ".written"
        probe.touch()
        probe.unlink()
    except OSError as error:
        stop(
            f"不能写入 {ROOT}（{error.strerror}）。请把整个文件夹移到您可以写入的位置，例如个人目录。",
            f"Cannot write to {ROOT} ({error.strerror}). Move the folder to where you may write.",
        )
    free = shutil.disk_usage(ROOT).free
    if free < NEEDED_BYTES:
        stop(
            f"磁盘空间不足：需要 {NEEDED_BYTES / 1e9:.1f} GB，只剩 {free / 1e9:.1f} GB。",
            f"The disk is too full: {NEEDED_BYTES / 1e9:.1f} GB are needed, {free / 1e9:.1f} GB are left.",
        )


def install(packed: dict[str, Any]) -> None:
    """Make .venv and fill it from wheels/; nothing is asked for elsewhere."""
    try:
        import venv  # noqa: PLC0415 - some systems leave it out
    except ImportError:
        stop(
            "此 Python 缺少 venv 模块。请管理员安装 python3-venv（Debian、Ubuntu），或换用完整的 Python。",
            "This Python lacks the module venv. On Debian or Ubuntu ask an administrator for python3-venv, "
            "or use a complete Python.",
        )
    check_room()
    say("首次启动：正在安装，需要一到几分钟……", "First start: installing, which takes a minute or a few ...")
    try:
        # pip comes with the bundle: Debian's Python has none, and its venv cannot make one.
        venv.create(VENV, clear=True, with_pip=False, symlinks=os.name != "nt")
    except OSError as error:
        stop(
            f"不能建立 {VENV}：{error}。若程序正在运行，请先关闭。",
            f"Cannot make {VENV}: {error}. If the app is running, close it first.",
        )
    python = str(python_of(VENV))
    pip = [python, str(ROOT / "wheels" / packed["pip"] / "pip"), "--disable-pip-version-check"]
    command = [*pip, "install", "--quiet", "--no-index", "--no-cache-dir", "--require-hashes", "--no-compile"]
    command += ["--find-links", str(ROOT / "wheels"), "--requirement", str(ROOT / "requirements.txt")]
    if run(command):
        stop(
            "安装失败，原因见上。若提示校验和不符，说明文件在复制中损坏，请重新复制并解压。",
            "Installing failed, the reason is above. If a hash does not match, files were damaged on the "
            "way: copy and unpack the bundle again.",
        )
    # On all cores, which pip does not use; a file that is no Python of this version does no harm.
    run([python, "-m", "compileall", "-qq", "-j0", str(VENV)])
    STAMP.write_text(wanted_stamp(), encoding="utf-8")


def run(command: list[str]) -> int:
    """Exit code of a program that is waited for."""
    return subprocess.run(command, env=clean_environment(), check=False).returncode  # noqa: S603 - our own words


def clean_environment() -> dict[str, str]:
    """The environment without settings that would lead pip or Python elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
    return {**kept, "PIP_CONFIG_FILE": os.devnull, "PYTHONUTF8": "1"}


def main(arguments: list[str]) -> int:
    """Install what is missing, then run the app until it is stopped."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    packed = json.loads((ROOT / "bundle.json").read_text(encoding="utf-8"))
    reason = misfit(packed, this_python())
    if arguments == ["--fits"]:
        return 1 if reason else 0
    if reason:
        stop(*reason)
    if not is_installed():
        install(packed)
    os.chdir(ROOT)
    command = [str(python_of(VENV)), str(ROOT / "scripts" / "run.py"), *arguments]
    if os.name == "posix":  # one process to stop, not two
        os.execve(command[0], command, clean_environment())  # noqa: S606 - our own interpreter
    return run(command)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
