"""Entry of ``python -m corridors``."""

import os
import sys

from corridors.cli import main

# JSON is UTF-8 whatever the console thinks.
sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
try:
    code = main()
    sys.stdout.flush()
except BrokenPipeError:  # the reader, such as head, has seen enough
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    code = 0
except OSError as error:  # a full disk behind the output, in most cases: it has no name
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    what = f"cannot use {error.filename}" if error.filename else "cannot write the output"
    sys.stderr.write(f"error: {what}: {error.strerror or error}\n")
    code = 1
sys.exit(code)
