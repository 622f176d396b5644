# Sourced: sets PYTHON to a Python that is new enough, or says what is missing.
for candidate in "${LIVEFAIR_TEST_PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11 python; do
    if [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 &&
        "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        PYTHON=$candidate
        break
    fi
done
if [ -z "${PYTHON:-}" ]; then
    echo "Livefair needs Python 3.11 or newer with venv and ensurepip (on Debian and Ubuntu: apt install python3-venv)." >&2
    exit 1
fi
