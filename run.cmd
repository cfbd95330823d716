@echo off
rem The Windows form of `make run`: makes .venv, installs requirements.txt when it changed, opens the app.
rem PORT and ADDRESS, when set, say where; arguments go to streamlit.
setlocal
pushd "%~dp0"
if errorlevel 1 goto failed
set PYTHONUTF8=1
set PIP_USER=0
set VENV_PYTHON=.venv\Scripts\python.exe

fc /b requirements.txt .venv\installed-run.txt >nul 2>&1
if not errorlevel 1 if exist %VENV_PYTHON% goto start

set PYTHON=
for %%p in ("py -3.13" "py -3.12" "py -3.11" "py -3" "python") do call :try %%~p
if not defined PYTHON (
  echo run: Python 3.11 or newer is needed and was not found: neither py nor python is one.
  goto failed
)

echo run: setting up .venv with %PYTHON%; the first time can take some minutes
%PYTHON% -m venv --clear .venv
if errorlevel 1 goto failed
%VENV_PYTHON% -m pip install --disable-pip-version-check -r requirements.txt
if errorlevel 1 goto failed
copy /b /y requirements.txt .venv\installed-run.txt >nul
if errorlevel 1 goto failed

:start
%VENV_PYTHON% scripts\run.py %*
if errorlevel 1 goto failed
exit /b 0

:try
if defined PYTHON exit /b 0
%* -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>&1
if not errorlevel 1 set PYTHON=%*
exit /b 0

:failed
echo run: stopped; the reason is above.
rem Opened with a double click, the window would close before anyone reads it.
if not defined CI pause
exit /b 1
