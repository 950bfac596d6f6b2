# shellcheck shell=sh
# Sourced by ./run, ./test and .ci/run: makes .venv with uv where it is, else with venv and pip.

# Stops with one sentence if a program is missing.
need() {
    command -v "$1" >/dev/null 2>&1 && return
    echo "qmsctl needs $1, which is not installed (on Debian: apt install $2)." >&2
    exit 2
}

# Prints the first Python from 3.11 to 3.13 that works.
find_python() {
    for candidate in python3 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "qmsctl needs Python 3.11, 3.12 or 3.13, which is not installed (on Debian 12: apt install python3)." >&2
    exit 2
}

# set_up FOLDER EXTRA: installs FOLDER and its locked dependencies into FOLDER/.venv.
# A stamp of everything that decides what is installed makes a second start do nothing.
set_up() {
    folder=$1 extra=$2
    need git git
    stamp="$folder/.venv/.stamp-${extra:-run}"
    wanted=$(cat "$folder/pyproject.toml" "$folder/requirements.lock" "$folder/hatch_build.py" \
        "$folder"/qmsctl/messages/*/*.po | cksum)
    # Whoever has what the tests need has what qmsctl needs.
    for known in "$stamp" "$folder/.venv/.stamp-test"; do
        [ "$(cat "$known" 2>/dev/null || true)" != "$folder $wanted" ] || return 0
    done
    python=$(find_python)
    lock="$folder/requirements.lock"
    [ -z "$extra" ] || lock="$folder/requirements-$extra.lock"
    echo "Setting up qmsctl in $folder/.venv; this happens once." >&2
    if command -v uv >/dev/null 2>&1; then
        [ -x "$folder/.venv/bin/python" ] || uv venv --quiet --python "$python" "$folder/.venv"
        uv pip install --quiet --python "$folder/.venv/bin/python" --require-hashes -r "$lock"
        uv pip install --quiet --python "$folder/.venv/bin/python" --no-deps -e "$folder"
    else
        if ! "$python" -c 'import ensurepip' 2>/dev/null; then
            echo "qmsctl needs Python's venv, which is not installed (on Debian: apt install python3-venv)." >&2
            exit 2
        fi
        [ -x "$folder/.venv/bin/python" ] || "$python" -m venv "$folder/.venv"
        "$folder/.venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
        "$folder/.venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps -e "$folder"
    fi
    echo "$folder $wanted" >"$stamp"
}
