# shellcheck shell=bash
# Sourced by .ci/run: puts the Nu HTML checker where the tests look for it.

VNU=26.9.27
VNU_SHA256=22f15dd39a33bed929d2a5c0cddf5946849a647eca9272bf4d5d00bc7e7a4d47

# has_java: whether there is a Java that runs it.
has_java() {
    command -v java >/dev/null 2>&1 && java -version >/dev/null 2>&1
}

# set_up_validator FOLDER: installs a Java where there is none, and the checker into FOLDER/.venv.
# PyPI has one of 2020 only; npm's package is the project's own, and is held to its digest.
set_up_validator() {
    local jar="$1/.venv/vnu-$VNU.jar" room sudo=""
    [ "$(id -u)" = 0 ] || sudo=sudo
    if ! has_java || ! command -v npm >/dev/null 2>&1; then
        $sudo apt-get update -qq
        has_java || $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq default-jre-headless >/dev/null
        command -v npm >/dev/null 2>&1 || $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq npm >/dev/null
    fi
    [ ! -f "$jar" ] || return 0
    room=$(mktemp -d)
    (
        cd "$room"
        npm pack --silent "vnu-jar@$VNU" >/dev/null
        tar -xzf "vnu-jar-$VNU.tgz" package/build/dist/vnu.jar
        echo "$VNU_SHA256  package/build/dist/vnu.jar" | sha256sum --check --quiet
    )
    mv "$room/package/build/dist/vnu.jar" "$jar"
    rm -rf "$room"
}
