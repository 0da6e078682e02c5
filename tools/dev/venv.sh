#!/bin/sh
# Makes .venv with what a requirements file names, once; a second call returns at once.
# Usage: tools/dev/venv.sh requirements.txt
set -eu
cd "$(dirname "$0")/../.."
wanted=$1
stamp=.venv/installed-$wanted

if [ -f "$stamp" ] && .venv/bin/python -c '' 2>/dev/null; then
    # Compare contents, not dates: a fresh checkout touches every file.
    if cat requirements.txt "$wanted" | cmp -s - "$stamp"; then exit 0; fi
fi

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

python=
for candidate in ${PYTHON:-python3 python3.11 python3.12 python3.13 python3.14}; do
    if is_new_enough "$candidate"; then python=$candidate; break; fi
done
if [ -z "$python" ]; then
    echo "healthcms needs Python 3.11 or newer, and found none." >&2
    if [ "$(uname)" = Darwin ]; then
        echo "Install it with: brew install python@3.12" >&2
    else
        echo "Install it with: apt-get install -y python3 python3-venv" >&2
    fi
    exit 1
fi

if command -v uv >/dev/null; then
    is_new_enough .venv/bin/python || uv venv --quiet --clear --python "$python" .venv
    uv pip install --quiet --python .venv/bin/python -r "$wanted"
else
    if ! is_new_enough .venv/bin/python || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
            version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
            echo "Python $version is here, but its venv module is not." >&2
            echo "Install it with: apt-get install -y python$version-venv" >&2
            exit 1
        fi
        "$python" -m venv --clear .venv
    fi
    .venv/bin/python -m pip install --quiet --disable-pip-version-check -r "$wanted"
fi
cat requirements.txt "$wanted" > "$stamp"
