"""The bundle for a closed network: what is in it, that it runs without a route, and what it says."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from corridors import paths

SCRIPTS = paths.ROOT / "scripts"
HERE = f"linux-3.{sys.version_info.minor}"
PYTHON = getattr(sys, "_base_executable", sys.executable)
# What stays behind on purpose; any other file of the repository must be in the bundle.
BEHIND = re.compile(
    r"\.ci/|\.git|tests/|corridors/build/|scripts/(?!run\.py)|Makefile|run\.cmd|pyproject\.toml|requirements.*\.in"
    r"|requirements-.*\.txt"
)


@pytest.fixture(scope="module")
def scripts() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(SCRIPTS))
        patch.syspath_prepend(str(SCRIPTS / "bundle_files"))
        yield


@pytest.fixture(scope="module")
def bundle(scripts: None) -> ModuleType:  # noqa: ARG001
    return import_module("bundle")


@pytest.fixture(scope="module")
def wheels(scripts: None) -> ModuleType:  # noqa: ARG001
    return import_module("bundle_wheels")


@pytest.fixture(scope="module")
def starting(scripts: None) -> ModuleType:  # noqa: ARG001
    return import_module("start")


@pytest.fixture(scope="module")
def archive() -> Iterator[Path]:
    """A bundle for the Python that the tests run on."""
    with tempfile.TemporaryDirectory(prefix="bundle-") as folder:
        command = [sys.executable, SCRIPTS / "bundle.py", "--for", HERE, "--out", folder]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"the bundle could not be made:\n{done.stderr}"
        yield next(Path(folder).glob("*.zip"))


@pytest.fixture(scope="module")
def names(archive: Path) -> set[str]:
    """Names in the archive, below its one folder."""
    with zipfile.ZipFile(archive) as opened:
        entries = opened.namelist()
    assert len({name.split("/")[0] for name in entries}) == 1
    return {name.split("/", 1)[1] for name in entries}


def archive_top(opened: zipfile.ZipFile) -> str:
    """The one folder that everything lies in."""
    return opened.namelist()[0].split("/")[0]


def without_network() -> list[str]:
    """How to run a command where there is no network."""
    program = shutil.which("unshare")
    assert program, "unshare (Debian: util-linux) is missing: what needs no network cannot be tested"
    ways = ([program, "--net"], [program, "--map-root-user", "--net"])
    for way in ways:
        if subprocess.run([*way, "true"], capture_output=True, check=False).returncode == 0:
            return way
    raise AssertionError(
        "unshare may not make a network namespace here, neither as root nor as a user: allow it "
        "(CAP_SYS_ADMIN, or user namespaces), for the closed network cannot be tested without"
    )


@pytest.mark.browser
@pytest.mark.slow
def test_it_installs_and_shows_the_map_without_any_network(archive: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="closed-") as place:
        shutil.unpack_archive(archive, place)
        folder = next(Path(place).iterdir())
        (folder / "start.sh").chmod(0o755)  # Python's unpacking forgets it, unzip does not
        command = [*without_network(), sys.executable, "-m", "tests.closed_network", str(folder), PYTHON]
        done = subprocess.run(command, cwd=paths.ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        told: dict[str, Any] = json.loads(done.stdout)
        assert (folder / "brief.pdf").read_bytes().startswith(b"%PDF")
    assert told["interfaces"] == ["lo"]
    assert told["way_out"] == "Network is unreachable"
    assert told["outside"] == []
    assert told["failed"] == []
    assert told["errors"] == []
    assert told["drawn"]["country"] > 190
    assert told["drawn"]["line"] > 20
    assert told["drawn"]["point"] > 60
    assert "乔巴山" in told["detail"]
    assert told["check"] == 0
    assert told["brief"] == 0
    assert told["second_start"] < told["first_start"]


def test_every_file_of_the_app_is_in_it(names: set[str]) -> None:
    listed = subprocess.run(
        ["git", "-c", "core.quotePath=false", "ls-files"],
        cwd=paths.ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    wanted = {name for name in listed if not BEHIND.match(name) and (paths.ROOT / name).exists()}
    assert len(wanted) > 300
    assert wanted - names == set()


def test_nothing_else_is_in_it(names: set[str]) -> None:
    made = {"START-HERE.txt", "LICENCES.txt", "bundle.json", "start.py", "start.sh", "start.cmd"}
    assert made <= names
    rest = {name for name in names - made if not name.startswith("wheels/")}
    assert {name for name in rest if BEHIND.match(name)} == set()
    assert {name for name in rest if "__pycache__" in name or name.endswith(".pyc")} == set()
    assert {name for name in rest if name.startswith(("static/", "var/", "build/"))} == set()


def test_secrets_stay_behind(bundle: ModuleType, tmp_path: Path) -> None:
    for name in (".streamlit/secrets.toml", "corridors/.env", "data/places/x.csv", "corridors/build/x.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = {path.relative_to(tmp_path).as_posix() for path in bundle.app_files(tmp_path)}
    assert found == {"data/places/x.csv"}


def test_start_scripts_can_be_run(archive: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        top = archive_top(opened)
        assert opened.getinfo(f"{top}/start.sh").external_attr >> 16 & 0o111
        shell, batch = opened.read(f"{top}/start.sh"), opened.read(f"{top}/start.cmd")
    assert b"\r" not in shell
    assert batch.count(b"\r\n") == batch.count(b"\n")
    text = batch.decode("ascii")
    called = set(re.findall(r"(?:goto|call) :?(\w+)", text))
    assert called == set(re.findall(r"^:(\w+)", text, re.MULTILINE))


def test_the_checksum_beside_it_is_right(archive: Path) -> None:
    stated = archive.with_name(f"{archive.name}.sha256").read_text(encoding="utf-8").split()
    assert stated == [sha256(archive.read_bytes()).hexdigest(), archive.name]


def test_the_same_content_gives_the_same_bytes(bundle: ModuleType, tmp_path: Path) -> None:
    file = tmp_path / "page.py"
    file.write_text("pass", encoding="utf-8")
    content = {"b/page.py": file, "a.txt": b"a", "start.sh": b"#!/bin/sh"}
    bundle.pack(tmp_path / "one.zip", "top", content, 1_800_000_000)
    os.utime(file, (0, 0))
    file.chmod(0o600)
    bundle.pack(tmp_path / "two.zip", "top", dict(reversed(content.items())), 1_800_000_000)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    bundle.pack(tmp_path / "later.zip", "top", content, 1_800_000_002)
    assert (tmp_path / "one.zip").read_bytes() != (tmp_path / "later.zip").read_bytes()


def test_licences_are_listed_and_fit(archive: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        listed = opened.read(f"{archive_top(opened)}/LICENCES.txt").decode().splitlines()
        packed = [name for name in opened.namelist() if name.endswith(".whl")]
    assert len(listed) == len(packed) > 60
    assert any(re.fullmatch(r"streamlit [\d.]+: Apache-2.0", line) for line in listed)


def wheel(folder: Path, licence: str = "MIT", body: str = "") -> Path:
    """A package of one empty module."""
    path = folder / "tiny-1.0-py3-none-any.whl"
    files = {
        "tiny.py": body,
        "tiny-1.0.dist-info/METADATA": f"Name: tiny\nVersion: 1.0\nLicense: {licence}\n",
        "tiny-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{name},,\n" for name in (*files, "tiny-1.0.dist-info/RECORD"))
    with zipfile.ZipFile(path, "w") as out:
        for name, text in {**files, "tiny-1.0.dist-info/RECORD": record}.items():
            out.writestr(name, text)
    return path


@pytest.mark.parametrize("licence", ["GPL-3.0-or-later", "GNU Affero General Public License v3", ""])
def test_a_wheel_that_may_not_be_packed_is_refused(wheels: ModuleType, tmp_path: Path, licence: str) -> None:
    with pytest.raises(wheels.BundleError, match="tiny"):
        list(wheels.licences([wheel(tmp_path, licence)]))


def test_markers_are_those_of_the_machine_that_installs(wheels: ModuleType) -> None:
    pins = wheels.pins(
        "a==1 ; sys_platform == 'win32' \\\n    --hash=sha256:00\n"
        "b==1 ; sys_platform != 'win32' and python_full_version < '3.12' \\\n    --hash=sha256:00\n# c==1\n"
    )
    wanted = {
        name: [pin.requirement.name for pin in pins if wheels.Target.parse(name).wants(pin)]
        for name in ("linux-3.11", "linux-3.12", "windows-3.11")
    }
    assert wanted == {"linux-3.11": ["b"], "linux-3.12": [], "windows-3.11": ["a"]}


def test_a_wheel_that_is_not_the_pinned_one_is_never_taken(wheels: ModuleType, tmp_path: Path) -> None:
    path = wheel(tmp_path)
    good = wheels.pins(f"tiny==1.0 --hash=sha256:{sha256(path.read_bytes()).hexdigest()}")
    target = wheels.Target.parse("linux-3.11")
    assert wheels._complete(good, target, tmp_path) == {"tiny": path}
    wheel(tmp_path, body="import os")
    assert wheels._complete(good, target, tmp_path) == {}


@pytest.mark.parametrize("name", ["linux", "linux-3.10", "macos-3.11", "linux-2.7", ""])
def test_an_unknown_target_is_refused(wheels: ModuleType, name: str) -> None:
    with pytest.raises(wheels.BundleError, match=r"linux-3\.11"):
        wheels.Target.parse(name)


PACKED = {"pythons": {"linux-x86_64": ["3.11", "3.12"], "win-amd64": ["3.12"]}, "glibc": "2.28", "pip": ""}
FITS = {"name": "CPython", "version": "3.12", "platform": "linux-x86_64", "libc": ("glibc", "2.36")}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"version": "3.14"}, "no packages for CPython 3.14, linux-x86_64"),
        ({"version": "3.11", "platform": "win-amd64"}, "no packages for CPython 3.11, win-amd64"),
        ({"platform": "linux-aarch64"}, "no packages for CPython 3.12, linux-aarch64"),
        ({"platform": "win32"}, "win-amd64: Python 3.12"),
        ({"name": "PyPy (free-threaded)"}, "no packages for PyPy"),
        ({"libc": ("glibc", "2.17")}, "this machine has glibc 2.17"),
        ({"libc": ("", "")}, "glibc 2.28 or newer is needed"),
    ],
)
def test_a_python_that_does_not_fit_is_told_why(
    starting: ModuleType, change: dict[str, Any], said: str
) -> None:
    chinese, english = starting.misfit(PACKED, FITS | change)
    assert said in english
    assert re.search("[一-龥]", chinese)


def test_a_python_that_fits(starting: ModuleType) -> None:
    assert starting.misfit(PACKED, FITS) is None
    assert starting.misfit(PACKED, FITS | {"platform": "win-amd64", "libc": ("", "")}) is None


@pytest.fixture
def small(archive: Path, tmp_path: Path) -> Path:
    """A bundle of one tiny package whose app only says that it runs."""
    folder = tmp_path / "bundle"
    (folder / "scripts").mkdir(parents=True)
    (folder / "wheels").mkdir()
    (folder / "scripts" / "run.py").write_text("import tiny\nprint('running')\n", encoding="utf-8")
    with zipfile.ZipFile(archive) as opened:
        top = archive_top(opened)
        for name in ("start.py", "start.sh", "bundle.json"):
            (folder / name).write_bytes(opened.read(f"{top}/{name}"))
        pip = json.loads((folder / "bundle.json").read_text(encoding="utf-8"))["pip"]
        (folder / "wheels" / pip).write_bytes(opened.read(f"{top}/wheels/{pip}"))
    digest = sha256(wheel(folder / "wheels").read_bytes()).hexdigest()
    (folder / "requirements.txt").write_text(f"tiny==1.0 --hash=sha256:{digest}\n", encoding="utf-8")
    return folder


def run(folder: Path, **settings: str) -> tuple[int, str]:
    """Exit code and output of start.sh, called from another folder and by sh."""
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "PYTHON": PYTHON} | settings
    done = subprocess.run(
        ["sh", folder / "start.sh"], cwd="/", env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_it_installs_once_and_whatever_pip_is_told_elsewhere(small: Path) -> None:
    code, said = run(small, PIP_TARGET="/nowhere", PYTHONPATH="/nowhere", PIP_INDEX_URL="http://192.0.2.1/")
    assert (code, "First start" in said, "running" in said) == (0, True, True), said
    code, said = run(small)
    assert (code, said) == (0, "running\n")
    (small / "requirements.txt").write_text("", encoding="utf-8")  # another version of the app
    code, said = run(small)
    assert (code, "First start" in said, "No module named 'tiny'" in said) == (1, True, True), said


def test_a_damaged_wheel_is_not_installed(small: Path) -> None:
    wheel(small / "wheels", body="import os")
    for _ in range(2):  # what is half done is not taken for done
        code, said = run(small)
        assert code == 1
        assert "copy and unpack the bundle again" in said
        assert "校验和" in said
        assert "running" not in said


def test_a_missing_wheel_is_named(small: Path) -> None:
    (small / "wheels" / "tiny-1.0-py3-none-any.whl").unlink()
    code, said = run(small)
    assert code == 1
    assert "tiny==1.0" in said
    assert "Installing failed" in said


def test_a_python_that_does_not_work_is_named(small: Path) -> None:
    code, said = run(small, PYTHON="/nowhere/python3")
    assert code == 1
    assert "PYTHON=/nowhere/python3 不是可用的 Python" in said


def test_no_python_at_all_says_what_to_install(small: Path, tmp_path: Path) -> None:
    script = small / "start.sh"
    script.write_text(script.read_text(encoding="utf-8").replace(" /usr/bin/python3", ""), encoding="utf-8")
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("sh", "dirname"):
        (tools / name).symlink_to(str(shutil.which(name)))
    code, said = run(small, PATH=str(tools), PYTHON="")
    assert code == 1
    assert "没有找到 Python" in said
    assert "START-HERE.txt" in said


def test_a_python_that_is_too_old_says_so(small: Path, tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text(
        f'#!/bin/sh\n[ "$1" = -c ] && exit 0\nexec {PYTHON} -c \'import sys; sys.version_info = (3, 9, 2); '
        'exec(compile(open("start.py").read(), "start.py", "exec"))\'\n',
        encoding="utf-8",
    )
    old.chmod(0o755)
    code, said = run(small, PYTHON=str(old))
    assert code == 1
    assert "需要 Python 3.11 或更新版本" in said


def test_a_folder_that_cannot_be_written_to_is_named(
    starting: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(starting, "ROOT", Path("/proc"))  # not even root can
    with pytest.raises(SystemExit):
        starting.check_room()
    assert "不能写入 /proc" in capsys.readouterr().out


def test_a_full_disk_is_told_before_anything_is_installed(
    starting: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(starting, "ROOT", tmp_path)
    monkeypatch.setattr(
        starting.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(2, 1, 1_000_000_000)
    )  # type: ignore[attr-defined]
    with pytest.raises(SystemExit):
        starting.check_room()
    assert "1.5 GB are needed, 1.0 GB are left" in capsys.readouterr().out


def taken() -> socket.socket:
    """A port that somebody listens on."""
    held = socket.socket()
    held.bind(("127.0.0.1", 0))
    held.listen()
    return held


def test_a_port_that_is_taken_is_told(scripts: None) -> None:  # noqa: ARG001
    running = import_module("run")
    with taken() as held:
        port = held.getsockname()[1]
        with pytest.raises(SystemExit, match=f"端口 {port} 已被占用"):
            running.choose_port("127.0.0.1", str(port))
    with pytest.raises(SystemExit, match="不是端口号"):
        running.choose_port("127.0.0.1", "http")
    with pytest.raises(SystemExit, match="没有空闲端口"):
        running.choose_port("192.0.2.1", None)  # not an address of this machine


def test_without_a_wish_the_next_free_port_is_taken(scripts: None, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001
    running = import_module("run")
    with taken() as held:
        monkeypatch.setattr(running, "FIRST_PORT", held.getsockname()[1])
        assert running.choose_port("127.0.0.1", None) > held.getsockname()[1]
