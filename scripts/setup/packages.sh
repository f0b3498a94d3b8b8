# Debian packages of scripts/packages.txt, and Node.js with npm where none is installed.
package_list() {
  awk -v tests="$want_tests" '!/^#/ && NF==2 && ($1!="test" || tests==1) {print $2}' scripts/packages.txt
  if ! node -e 'process.exit(+(process.versions.node.split(".")[0]<18))' 2>/dev/null || ! command -v npm >/dev/null; then
    printf 'nodejs\nnpm\n'
  fi
}
missing_packages() {
  local wanted; wanted=$(package_list)
  # shellcheck disable=SC2086
  comm -23 <(printf '%s\n' $wanted | sort -u) \
    <(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' $wanted 2>/dev/null | awk '$1=="ii"{print $2}' | sort -u)
}
apt_quiet() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@"; }
install_packages() {
  local missing; missing=$(missing_packages)
  [ -n "$missing" ] || return 0
  say "installing Debian packages: $(printf '%s' "$missing" | tr '\n' ' ')"
  local log="$CACHE/apt.log"
  if [ -n "$from" ]; then
    printf 'deb [trusted=yes] file:%s/debs ./\n' "$from" >"$CACHE/bundle.list"
    local only=(-o "Dir::Etc::sourcelist=$CACHE/bundle.list" -o Dir::Etc::sourceparts=/dev/null)
    apt_quiet "${only[@]}" update >"$log" 2>&1 || die "the bundle's packages cannot be read, see $log"
    # shellcheck disable=SC2086
    apt_quiet "${only[@]}" install -y --no-install-recommends $missing >>"$log" 2>&1 || die "packages did not install, see $log"
  else
    apt_quiet update >"$log" 2>&1 || die "apt-get update failed, see $log"
    # shellcheck disable=SC2086
    apt_quiet install -y --no-install-recommends $missing >>"$log" 2>&1 || die "packages did not install, see $log"
  fi
}
# For a bundle: the packages with all they depend on, as if nothing were installed, in a folder apt can read.
bundle_packages() {
  say "collecting Debian packages for the bundle"
  mkdir -p "$bundle/debs/partial"
  : >"$CACHE/empty-status"
  as_root chmod 755 "$bundle" "$bundle/debs"
  # shellcheck disable=SC2046
  apt_quiet -o Dir::State::status="$CACHE/empty-status" -o Dir::Cache::archives="$bundle/debs" -o APT::Sandbox::User=root \
    install -y --no-install-recommends --download-only $(package_list) nodejs npm >"$CACHE/apt-bundle.log" 2>&1 ||
    die "packages for the bundle did not download, see $CACHE/apt-bundle.log"
  as_root rm -rf "$bundle/debs/partial" "$bundle/debs/lock"
  (cd "$bundle/debs" && dpkg-scanpackages -m . >Packages 2>/dev/null)
}
install_packages
[ -z "$bundle" ] || bundle_packages
