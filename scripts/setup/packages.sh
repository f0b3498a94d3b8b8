# Debian packages of scripts/packages.txt, and Node.js with npm where none is installed.
package_list() {
  awk -v tests="$want_tests" '!/^#/ && NF==2 && ($1!="test" || tests==1) {print $2}' scripts/packages.txt
  node_works || printf 'nodejs\nnpm\n'
}
node_works() {
  command -v npm >/dev/null && node -e 'const [a, b] = process.versions.node.split("."); process.exit(+(a < 18 || (a == 18 && b < 13)))' 2>/dev/null
}
missing_packages() {
  local wanted; wanted=$(package_list)
  # shellcheck disable=SC2086
  comm -23 <(printf '%s\n' $wanted | sort -u) \
    <(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' $wanted 2>/dev/null | awk '$1=="ii"{print $2}' | sort -u)
}
# Waits for another apt (a fresh Debian updates itself) instead of failing.
apt_quiet() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=600 "$@"; }
install_packages() {
  local missing; missing=$(missing_packages)
  [ -n "$missing" ] || return 0
  may_install
  say "正在安装 $(printf '%s\n' "$missing" | wc -l) 个 Debian 软件包 / installing Debian packages: $(printf '%s' "$missing" | tr '\n' ' ')"
  local log="$CACHE/apt.log" only=()
  if [ -n "$from" ]; then
    printf 'deb [trusted=yes] file:%s/debs ./\n' "${from// /%20}" >"$CACHE/bundle.list"
    only=(-o "Dir::Etc::sourcelist=$CACHE/bundle.list" -o Dir::Etc::sourceparts=/dev/null)
  fi
  as_root dpkg --configure -a >"$log" 2>&1 || die "dpkg 未完成，见日志 / dpkg cannot finish what was interrupted, see $log" # an interrupted set-up
  logged "$log" apt_quiet "${only[@]}" update || die "无法读取软件源 / package lists cannot be read, see $log. $OFFLINE_HINT"
  # shellcheck disable=SC2086
  logged "$log" apt_quiet "${only[@]}" install -y --no-install-recommends $missing || die "软件包安装失败 / packages did not install, see $log. $OFFLINE_HINT"
  node_works || die "Node.js 低于 18.13 / $(command -v node || echo node) is older than 18.13: remove it or put Debian's /usr/bin first in PATH"
}
# What would fail in the middle is told before anything is touched.
may_install() {
  local release; release=$(. /etc/os-release && printf '%s %s' "$ID" "${VERSION_ID:-}")
  [ "$release" = "debian 12" ] || die "需要 Debian 12 (bookworm)，本机是 / needs Debian 12 (bookworm), this is: $release"
  as_root true 2>/dev/null || die "需要 root 权限：以 root 运行，或先运行 sudo -v / needs root: run as root, or run 'sudo -v' first"
  room_for / 3500
  room_for "$CACHE" 1000
  room_for "$ROOT" 1000
}
room_for() { # FOLDER MIB
  local free; free=$(df -Pm "$1" | awk 'NR==2{print $4}')
  [ "$free" -ge "$2" ] || die "磁盘空间不足 / not enough room on the disk of $1: $free MiB free, $2 MiB needed"
}
# A bundle is checked whole before use, so that a bad copy is named and not met halfway.
check_bundle() {
  [ -f "$from/SHA256SUMS" ] || die "不是完整的离线包 / not a finished bundle (no SHA256SUMS): $from"
  say "正在校验离线包 / checking the bundle"
  local bad; bad=$(cd "$from" && LC_ALL=C sha256sum -c --quiet SHA256SUMS 2>/dev/null | head -5) || true
  [ -z "$bad" ] || die "离线包缺少文件或文件已损坏 / the bundle lacks a file or one has changed:
$bad"
}
# For a bundle: the packages with all they depend on, as if nothing were installed, in a folder apt can read.
bundle_packages() {
  may_install
  room_for "$bundle" 1500
  say "正在收集 Debian 软件包 / collecting Debian packages for the bundle"
  mkdir -p "$bundle/debs/partial"
  : >"$CACHE/empty-status"
  as_root chmod 755 "$bundle" "$bundle/debs"
  # shellcheck disable=SC2046
  logged "$CACHE/apt-bundle.log" apt_quiet -o Dir::State::status="$CACHE/empty-status" -o Dir::Cache::archives="$bundle/debs" -o APT::Sandbox::User=root \
    install -y --no-install-recommends --download-only $(package_list) nodejs npm ||
    die "软件包下载失败 / packages for the bundle did not download, see $CACHE/apt-bundle.log"
  as_root rm -rf "$bundle/debs/partial" "$bundle/debs/lock"
  (cd "$bundle/debs" && dpkg-scanpackages -m . >Packages 2>/dev/null)
}
[ -z "$from" ] || check_bundle
install_packages
[ -z "$bundle" ] || bundle_packages
