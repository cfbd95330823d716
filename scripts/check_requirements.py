"""Check that requirements.txt is enough to run the app, and that its licences are fit to use.

The tests run where the development set is installed as well, so a page that imports one of its packages
would pass every test and fail on the planner's machine. Prints one line per problem and exits with 1.
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIRST_PARTY = {"corridors", "pages", "app", "scripts"}
NOT_AT_RUN_TIME = ROOT / "corridors" / "build"
PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==", re.MULTILINE)
# Their packages state none; read in their repositories.
STATED_ELSEWHERE = {"streamlit-folium": "MIT"}
STRONG_COPYLEFT = re.compile(
    r"(?<!L)(?<!Lesser )\b(A?GPL|(GNU )?(Affero )?General Public License)", re.IGNORECASE
)


def canonical(name: str) -> str:
    """Return a distribution's name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned_names(requirements: str) -> set[str]:
    """Return the canonical names that a requirements file pins."""
    return {canonical(name) for name in PIN.findall(requirements)}


def imported_modules(source: str) -> set[str]:
    """Return the top-level modules that a Python source imports, its own package left out."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module.split(".")[0])
    return names


def run_time_sources(root: Path) -> list[Path]:
    """Return the Python files that the running app may load."""
    files = [root / "app.py", *(root / "pages").rglob("*.py"), *(root / "corridors").rglob("*.py")]
    return [file for file in files if file.exists() and not file.is_relative_to(NOT_AT_RUN_TIME)]


def unpinned_imports(files: Iterable[Path], pinned: set[str]) -> Iterator[str]:
    """Yield a line for each import that no package of the run-time set provides."""
    providers = metadata.packages_distributions()
    for file in sorted(files):
        for module in sorted(imported_modules(file.read_text(encoding="utf-8")) - FIRST_PARTY):
            if module in sys.stdlib_module_names:
                continue
            packages = {canonical(name) for name in providers.get(module, [])}
            if not packages & pinned:
                origin = ", ".join(sorted(packages)) or "not installed"
                yield f"{file.relative_to(ROOT)}: {module} ({origin}) is not pinned in requirements.txt"


def stated_licences(about: metadata.PackageMetadata) -> list[str]:
    """Return what a package says of its licence, in each place that has room for it."""
    # The field "License" may hold a whole text: its first line names it.
    fields = [text.partition("\n")[0] for text in about.get_all("License", [])]
    classifiers = [line for line in about.get_all("Classifier", []) if line.startswith("License ::")]
    return [text for text in (*about.get_all("License-Expression", []), *fields, *classifiers) if text]


def unfit_licences(pinned: set[str]) -> Iterator[str]:
    """Yield a line for each package of the run-time set under the GPL or AGPL, or with no stated licence."""
    for package in metadata.distributions():
        if canonical(package.name) not in pinned:
            continue
        said = stated_licences(package.metadata)
        if not said and canonical(package.name) not in STATED_ELSEWHERE:
            yield f"{package.name} {package.version}: states no licence"
        for licence in said:
            if STRONG_COPYLEFT.search(licence):
                yield f"{package.name} {package.version}: {licence}"


def main() -> int:
    """Print the problems; return the exit code."""
    pinned = pinned_names((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    files = run_time_sources(ROOT)
    if not pinned or not files:
        sys.stderr.write("requirements: nothing to check; is this the project's folder?\n")
        return 1
    problems = [*unpinned_imports(files, pinned), *unfit_licences(pinned)]
    for problem in problems:
        sys.stderr.write(f"requirements: {problem}\n")
    if not problems:
        sys.stdout.write(
            f"requirements: {len(files)} files import only what {len(pinned)} pins provide; licences fit\n"
        )
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
