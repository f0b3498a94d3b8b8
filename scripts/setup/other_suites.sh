# Packages of Debian suites other than the installed one, through a private apt configuration derived from the system's own source list.
# deb_of_suite SUITE PACKAGE DIR: downloads one binary package. source_of_suite SUITE DIR PACKAGE=VERSION: one source package.
debian_uri() {
  { sed -n 's/^URIs: *\([^ ]*\).*/\1/p' /etc/apt/sources.list.d/debian.sources 2>/dev/null
    sed -n 's/^deb  *\(\[[^]]*\] *\)\{0,1\}\([^ ]*\).*/\2/p' /etc/apt/sources.list 2>/dev/null; } | grep -v security | head -1
}
suite_config() { # SUITE -> path of an apt.conf
  local suite=$1 dir="$CACHE/apt-$1" uri
  uri=$(debian_uri); [ -n "$uri" ] || die "no Debian source list on this machine"
  mkdir -p "$dir/lists/partial" "$dir/cache/archives/partial"
  local key=""; [ -f /usr/share/keyrings/debian-archive-keyring.gpg ] && key="[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] "
  printf 'deb %s%s %s main\ndeb-src %s%s %s main\n' "$key" "$uri" "$suite" "$key" "$uri" "$suite" >"$dir/sources.list"
  cat >"$dir/apt.conf" <<CONF
Dir::State::Lists "$dir/lists";
Dir::State::status "/var/lib/dpkg/status";
Dir::Cache "$dir/cache";
Dir::Etc::sourcelist "$dir/sources.list";
Dir::Etc::sourceparts "/dev/null";
APT::Sandbox::User "root";
Acquire::Languages "none";
CONF
  if [ ! -f "$dir/updated" ] || [ -n "$(find "$dir/updated" -mmin +720)" ]; then
    APT_CONFIG="$dir/apt.conf" apt-get -qq update >"$dir/log" 2>&1 || return 1
    touch "$dir/updated"
  fi
  printf '%s\n' "$dir/apt.conf"
}
deb_of_suite() {
  local conf; conf=$(suite_config "$1") || return 1
  (cd "$3" && APT_CONFIG="$conf" apt-get -qq download "$2" >>"$CACHE/apt-$1/log" 2>&1)
}
source_of_suite() {
  local conf; conf=$(suite_config "$1") || return 1
  (cd "$2" && APT_CONFIG="$conf" apt-get -qq source --download-only "$3" >>"$CACHE/apt-$1/log" 2>&1)
}
