# The console's npm packages, exactly those of the lockfile; a bundle carries npm's own cache of them.
console_key() { cat console/package.json console/package-lock.json | sha; }
install_console() {
  [ -f console/package-lock.json ] || return 0
  local stamp=console/node_modules/.miandun-stamp
  [ "$(cat "$stamp" 2>/dev/null)" = "$(console_key)" ] && [ -z "$bundle" ] && return 0
  say "installing the console's packages"
  local options=(--silent --no-audit --no-fund --ignore-scripts)
  [ -n "$from" ] && options+=(--offline --cache "$from/npm")
  [ -n "$bundle" ] && options+=(--cache "$bundle/npm")
  (cd console && npm ci "${options[@]}") >"$CACHE/npm.log" 2>&1 || die "npm ci failed, see $CACHE/npm.log"
  console_key >"$stamp"
}
finish_bundle() {
  printf 'Miandun bundle. On the site: ./setup --from THIS_FOLDER, then ./run\n' >"$bundle/README"
  say "bundle complete: $bundle ($(du -sh "$bundle" | cut -f1))"
}
install_console
