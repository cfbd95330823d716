@echo off
rem Opens the app; the first time it installs what lies in wheels\, with no network at all.
rem PORT and ADDRESS, when set, say where it listens; PYTHON names the interpreter.
setlocal
pushd "%~dp0"
if errorlevel 1 goto failed
set PYTHONUTF8=1

set FOUND=
set ANY=
if defined PYTHON (
  call :try "%PYTHON%"
) else (
  for %%p in ("py -3.13" "py -3.12" "py -3.11" "py -3" "python") do call :try %%~p
)
if not defined FOUND set FOUND=%ANY%
if not defined FOUND (
  echo start: Python 3.11 or newer is needed and was not found: neither py nor python is one.
  echo        Install it from python.org's installer, see START-HERE.txt, then start again.
  goto failed
)
%FOUND% start.py %*
if errorlevel 1 goto failed
exit /b 0

:try
if defined FOUND exit /b 0
%* start.py --fits >nul 2>&1
if not errorlevel 1 (
  set FOUND=%*
  exit /b 0
)
%* -c "" >nul 2>&1
if not errorlevel 1 set ANY=%*
exit /b 0

:failed
echo start: stopped; the reason is above.
rem Opened with a double click, the window would close before anyone reads it.
if not defined CI pause
exit /b 1
