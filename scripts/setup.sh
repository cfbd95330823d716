#!/usr/bin/env bash
# Makes .venv with the packages the app runs on, and what else is named; does nothing when all is there already.
#   scripts/setup.sh [dev] [build]
# dev adds what the tests need, with a browser, a Chinese font, PostgreSQL, nginx and ogrinfo; build what the shapes are built
# with, with npm.
# PYTHON=... chooses the interpreter. pip's and apt's own settings (PIP_*, pip.conf, apt.conf) stay in force.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly venv=.venv
readonly venv_python=$venv/bin/python
readonly cjk_font=/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc

say() { printf 'setup: %s\n' "$*" >&2; }
die() { say "$@"; exit 1; }

version_of() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null; }
recent_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

# With a venv switched on, python3 is the one in it, which cannot make itself anew: take the one it came from.
base_of() { "$1" -c 'import sys; print(getattr(sys, "_base_executable", sys.executable))'; }

find_python() {
  local candidate
  if [[ -n ${PYTHON:-} ]]; then
    recent_enough "$PYTHON" || die "PYTHON=$PYTHON is $(version_of "$PYTHON" || echo 'not a working Python'); 3.11 or newer is needed."
    base_of "$PYTHON"
    return
  fi
  for candidate in python3 python3.13 python3.12 python3.11 python3.14 /usr/bin/python3; do
    if recent_enough "$candidate"; then
      base_of "$candidate"
      return
    fi
  done
  die "Python 3.11 or newer is needed and was not found (python3 is $(version_of python3 || echo 'missing'))." \
    "Install it, or name it: make run PYTHON=/path/to/python3.11"
}

requirements_of() { if [[ $1 == run ]]; then echo requirements.txt; else echo "requirements-$1.txt"; fi; }
wanted_stamp() { echo "$(version_of "$venv_python") $(sha256sum <"$(requirements_of "$1")")"; }
is_installed() { [[ -f $venv/installed-$1 && $(<"$venv/installed-$1") == "$(wanted_stamp "$1")" ]]; }

# A venv is kept only while it runs on the Python that was asked for and holds the current run-time set:
# building it again is the one way to be sure that nothing of an older set is left in it.
venv_is_current() {
  recent_enough "$venv_python" && is_installed run &&
    { [[ -z ${PYTHON:-} ]] || [[ $(version_of "$PYTHON") == "$(version_of "$venv_python")" ]]; }
}

# Playwright ships its own Node, which is linked to a library that a bare Debian does not have.
has_libatomic() { compgen -G '/usr/lib/*/libatomic.so.1' >/dev/null || [[ -e /usr/lib64/libatomic.so.1 ]]; }
# The tests start a PostgreSQL of their own, as the user that Debian's package makes for it.
has_postgis() { compgen -G '/usr/lib/postgresql/*/lib/postgis-3.so' >/dev/null && id postgres >/dev/null 2>&1; }
has_nginx() { [[ -x /usr/sbin/nginx ]] || command -v nginx >/dev/null; } # others than root have no sbin in PATH
has_chinese_font() { [[ -e $cjk_font ]] || [[ -n $(fc-list :lang=zh-cn family 2>/dev/null) ]]; }

apt_install() {
  local quiet=(-qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300)
  local install=(apt-get install "${quiet[@]}" -y --no-install-recommends "$@")
  local as_root=() proxies=() name
  if ((EUID != 0)); then
    # Without a terminal nobody can type a password, so sudo is of use only if it asks for none.
    if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [[ -t 0 ]]; }; then
      as_root=(sudo)
    else
      die "these Debian packages are missing: $*"$'\n'"You are not root and sudo cannot be used here; ask an administrator to run:"$'\n'"  apt-get update && apt-get install -y --no-install-recommends $*"
    fi
  fi
  for name in http_proxy https_proxy no_proxy; do
    [[ -z ${!name:-} ]] || proxies+=("$name=${!name}")
  done
  as_root+=(env DEBIAN_FRONTEND=noninteractive "${proxies[@]}")
  say "installing Debian packages: $*"
  "${as_root[@]}" "${install[@]}" >&2 && return
  say "the package lists may be missing or old: updating them, then trying again"
  "${as_root[@]}" apt-get update "${quiet[@]}" >&2 || die "apt-get update failed (see above)."
  "${as_root[@]}" "${install[@]}" >&2 || die "could not install: $* (see above)."
}

readonly sets=(run "$@")
for set in "${sets[@]}"; do
  [[ -f $(requirements_of "$set") ]] || die "there is no set '$set': no $(requirements_of "$set")"
done
wants() { [[ " ${sets[*]} " == *" $1 "* ]]; }

debian_packages=()
python=
if ! venv_is_current; then
  python=$(find_python)
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    debian_packages+=("python$(version_of "$python")-venv")
  fi
fi
if wants dev; then
  command -v chromium >/dev/null || debian_packages+=(chromium)
  has_libatomic || debian_packages+=(libatomic1)
  has_chinese_font || debian_packages+=(fonts-noto-cjk)
  has_postgis || debian_packages+=(postgresql-postgis)
  has_nginx || debian_packages+=(nginx-light)
  command -v ogrinfo >/dev/null || debian_packages+=(gdal-bin)
  command -v soffice >/dev/null || debian_packages+=(libreoffice-impress libreoffice-writer)
  command -v pdftoppm >/dev/null || debian_packages+=(poppler-utils)
fi
if wants build && ! command -v npm >/dev/null; then
  debian_packages+=(npm)
fi
if ((${#debian_packages[@]})); then
  command -v apt-get >/dev/null || die "not found: ${debian_packages[*]} (Debian's names), and there is no apt-get here to install them with."
  apt_install "${debian_packages[@]}"
fi
if [[ -n $python ]]; then
  say "making $venv with $python ($(version_of "$python"))"
  "$python" -m venv --clear "$venv" || die "could not make $venv with $python (see above)."
fi
quiet=(--quiet)
[[ ! -t 1 ]] || quiet=()
for set in "${sets[@]}"; do
  if ! is_installed "$set"; then
    say "installing $(requirements_of "$set") (the first time can take some minutes)"
    # A pip.conf that says `user = true` would make pip refuse to install into a venv.
    PIP_USER=0 "$venv_python" -m pip install --disable-pip-version-check "${quiet[@]}" -r "$(requirements_of "$set")" ||
      die "pip could not install $(requirements_of "$set") (see above)."
    wanted_stamp "$set" >"$venv/installed-$set"
  fi
done
