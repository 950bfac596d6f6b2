# shellcheck shell=bash
# Sourced by .ci/run: puts the YAML language server, which editors use, where the tests look for it.

# set_up_language_server FOLDER: installs Node.js where there is none, and what
# .ci/yaml-language-server.list names into FOLDER/.venv/yaml-language-server; each package is held to its digest.
set_up_language_server() {
    local list="$1/.ci/yaml-language-server.list" place="$1/.venv/yaml-language-server" sudo="" room
    [ "$(id -u)" = 0 ] || sudo=sudo
    if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
        $sudo apt-get update -qq
        $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq nodejs npm >/dev/null
    fi
    ! cmp -s "$list" "$place/installed.list" || return 0
    room=$(mktemp -d)
    (
        cd "$room"
        # A package below another is named by both: outer/node_modules/inner.
        sed -E 's|^.*/node_modules/||; s|^([^ ]+) ([^ ]+) .*|\1@\2|' "$list" | xargs npm pack --silent >packed
        paste -d ' ' "$list" packed | while read -r path _ integrity file; do
            [ "sha512-$(openssl dgst -sha512 -binary "$file" | base64 -w0)" = "$integrity" ] || {
                echo "$file is not what .ci/yaml-language-server.list expects." >&2
                exit 1
            }
            mkdir -p "node_modules/$path"
            tar -xzf "$file" --strip-components=1 -C "node_modules/$path"
        done
        cp "$list" installed.list
        rm -f ./*.tgz packed
    )
    rm -rf "$place"
    mv "$room" "$place"
}
