# The console's npm packages, exactly those of the lockfile; a bundle carries npm's own cache of them.
console_key() { cat console/package.json console/package-lock.json | sha; }
install_console() {
  [ -f console/package-lock.json ] || return 0
  local stamp=console/node_modules/.miandun-stamp
  [ "$(cat "$stamp" 2>/dev/null)" = "$(console_key)" ] && [ -z "$bundle" ] && return 0
  say "正在安装控制台的依赖 / installing the console's packages"
  local options=(--loglevel=error --no-audit --no-fund --ignore-scripts) copy="$CACHE/npm-bundle"
  if [ -n "$from" ]; then # npm writes into its cache, and a bundle may be read-only
    rm -rf "$copy"; cp -r "$from/npm" "$copy"; chmod -R u+w "$copy"
    options+=(--offline --cache "$copy")
  fi
  [ -n "$bundle" ] && options+=(--cache "$bundle/npm")
  (cd console && logged "$CACHE/npm.log" npm ci "${options[@]}") || die "控制台依赖安装失败 / npm ci failed, see $CACHE/npm.log. $OFFLINE_HINT"
  rm -rf "$copy"
  console_key >"$stamp"
}
finish_bundle() {
  printf '面盾离线包。在现场运行 / Miandun bundle. On the site: ./setup --from THIS_FOLDER, then ./run\n' >"$bundle/README"
  rm -rf "$bundle/npm/_logs"
  (cd "$bundle" && find . -type f ! -name 'SHA256SUMS*' -print0 | sort -z | xargs -0 sha256sum >SHA256SUMS.new && mv SHA256SUMS.new SHA256SUMS)
  say "离线包已完成 / bundle complete: $bundle ($(du -sh "$bundle" | cut -f1))"
}
install_console
