#!/bin/sh
# Opens the app; the first time it installs what lies in wheels/, with no network at all.
#   ./start.sh            PORT=8501 and ADDRESS=this machine's IP choose where it listens, PYTHON=... the interpreter
cd "$(dirname "$0")" || exit 1

fits() { command -v "$1" >/dev/null 2>&1 && "$1" start.py --fits >/dev/null 2>&1; }
works() { command -v "$1" >/dev/null 2>&1 && "$1" -c '' >/dev/null 2>&1; }

if [ -n "$PYTHON" ]; then
  works "$PYTHON" || {
    echo "start: PYTHON=$PYTHON 不是可用的 Python。"
    echo "       PYTHON=$PYTHON is not a working Python."
    exit 1
  }
  exec "$PYTHON" start.py "$@"
fi
any=
for candidate in python3 python3.13 python3.12 python3.11 python3.14 python /usr/bin/python3; do
  if fits "$candidate"; then
    exec "$candidate" start.py "$@"
  fi
  if [ -z "$any" ] && works "$candidate"; then
    any=$candidate
  fi
done
# It says what is wrong with the Python that is there.
[ -z "$any" ] || exec "$any" start.py "$@"
echo "start: 没有找到 Python。请安装 Python 3.11 或更新版本（见 START-HERE.txt），或用 PYTHON=路径 指定。"
echo "       No Python was found. Install Python 3.11 or newer (see START-HERE.txt), or name one: PYTHON=/path ./start.sh"
exit 1
