# What the tests of the installed packages share; sourced, with FOLDER as first word or none.
# Without a folder of packages they take those that apt has, as autopkgtest wants it.
# shellcheck shell=bash
set -euo pipefail

test_name=$(basename "$0")
packages=(klikd klikctl klik-mail klik-calendar klik-portfolio klik-chat klik-schemas klikd-doc libklik-dev)
repository=$(realpath -e -- "${1:-}" 2>/dev/null) || repository=''
# shellcheck disable=SC2034 # the tests' own
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=$(mktemp -d)

say() { printf '\n== %s\n' "$*"; }
fail() {
    echo "$test_name: $*" >&2
    exit 1
}
# skip REASON: autopkgtest takes 77 for "not here"; anybody else wanted it to run.
skip() {
    echo "$test_name: $*" >&2
    [ -n "${AUTOPKGTEST_TMP:-}" ] && exit 77
    exit 1
}

without_klikd() {
    if dpkg-query -W -f '${db:Status-Status}\n' "${packages[@]}" 2>/dev/null | grep -qv not-installed; then
        skip "klikd is installed here, or was; this needs a machine without it"
    fi
}

apt_get() {
    DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@"
}
# install_packages [OPTION]: all of them, out of the folder or of what apt has.
install_packages() {
    local debs=() package
    for package in "${packages[@]}"; do
        if [ -z "$repository" ]; then
            debs+=("$package")
        else
            debs+=("$repository/${package}"_*.deb) # not its debug symbols
        fi
    done
    apt_get install --no-install-recommends "$@" "${debs[@]}"
}
# Not what apt and man keep of what they have shown.
left_behind() {
    find /etc /var /usr /run -xdev \( -name 'klik*' -o -name 'libklik*' -o -path '*/klik/*' \) \
        -not -path '/var/cache/apt/*' -not -path '/var/cache/man/*' -not -path '/var/lib/apt/*' -not -path '/var/log/apt/*' 2>/dev/null || true
}
# purge_leaves_nothing FILE: FILE is what left_behind said before anything was installed.
purge_leaves_nothing() {
    dpkg --purge "${packages[@]}" </dev/null
    left_behind >"$folder/after"
    diff "$1" "$folder/after" || fail "that is left behind"
    getent passwd klikd klik-mail klik-calendar klik-portfolio klik-chat && fail "users are left behind"
    return 0
}
# What must never change: the journal's identity, its people and its records.
content() {
    sqlite3 -readonly /var/lib/klikd/journal.db 'SELECT value FROM meta' 'SELECT number, name FROM person' \
        'SELECT municipality, sequence, cause, utc_ms, type, subject, hex(data) FROM log ORDER BY 1, 2'
}
format() { sqlite3 -readonly /var/lib/klikd/journal.db 'PRAGMA user_version'; }
make_journal_older() {
    sqlite3 /var/lib/klikd/journal.db <"$source/debian/tests/older-journal.sql"
    [ "$(format)" = 1 ] || fail "that is no journal of the first format"
}
