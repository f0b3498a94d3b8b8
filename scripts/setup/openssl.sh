# OpenSSL 4.0, private and static: the first Debian line with RFC 8998 (SM2/SM3/SM4 in TLS 1.3). See docs/architecture.md, crypto.
OPENSSL_PINS="4.0.2:736b467530f916737b7031310ccb21d8218c6229e61e8e160cd1d3458cd543a8 4.0.3:325b5c806167c13b40b1ffeadfe0248197c00eccc4cf123ec1e28d2d2fd216d9"
OPENSSL_OPTIONS="no-shared no-tests no-docs no-legacy no-module no-apps no-dtls no-quic no-zlib no-zstd no-brotli"
[ "$(uname -m)" = x86_64 ] && OPENSSL_TARGET="linux-x86_64 enable-ec_nistp_64_gcc_128" || OPENSSL_TARGET="linux-aarch64 enable-ec_nistp_64_gcc_128"
openssl_tarball() { # prints VERSION:PATH of the first pinned source that can be had
  local pin version hash file tmp
  for pin in $OPENSSL_PINS; do
    version=${pin%%:*} hash=${pin#*:} file="$CACHE/downloads/openssl_$version.orig.tar.gz"
    if checked "$file" "$hash"; then printf '%s:%s\n' "$version" "$file"; return 0; fi
  done
  for pin in $OPENSSL_PINS; do
    version=${pin%%:*} hash=${pin#*:} file="$CACHE/downloads/openssl_$version.orig.tar.gz"
    if [ -n "$from" ]; then cp "$from/downloads/$(basename "$file")" "$file" 2>/dev/null || continue
    else
      tmp=$(mktemp -d "$CACHE/openssl.XXXXXX")
      say "正在下载 / downloading OpenSSL $version (source)" >&2
      if source_of_suite experimental "$tmp" "openssl=$version-1" && [ -f "$tmp/openssl_$version.orig.tar.gz" ]; then
        mv "$tmp/openssl_$version.orig.tar.gz" "$file"
      elif [ -f "$ROOT/../shared/deps/$(basename "$file")" ]; then cp "$ROOT/../shared/deps/$(basename "$file")" "$file"; chmod u+w "$file"
      fi
      rm -rf "$tmp"
    fi
    if checked "$file" "$hash"; then printf '%s:%s\n' "$version" "$file"; return 0; fi
    rm -f "$file"
  done
  return 1
}
openssl_key() { printf '%s %s %s %s' "$1" "$OPENSSL_TARGET" "$OPENSSL_OPTIONS" "$(cc -dumpfullversion)" | sha; }
build_openssl() { # VERSION TARBALL PREFIX
  local work; work=$(mktemp -d "$CACHE/openssl-build.XXXXXX")
  say "正在编译 OpenSSL，仅一次，双核约四分钟 / building OpenSSL $1 (once, about four minutes on two cores)"
  tar -xzf "$2" -C "$work" --exclude="openssl-$1/test" --exclude="openssl-$1/demos"
  # shellcheck disable=SC2086
  compile_openssl() {
    mkdir "$work/build" && cd "$work/build" &&
      "../openssl-$1/Configure" $OPENSSL_TARGET --prefix="$2" --libdir=lib --openssldir=/etc/ssl $OPENSSL_OPTIONS &&
      make -s -j"$(nproc)" build_libs && make -s install_dev
  }
  (logged "$CACHE/openssl-build.log" compile_openssl "$1" "$3") || die "OpenSSL 编译失败 / OpenSSL did not build, see $CACHE/openssl-build.log"
  rm -rf "$work"
  touch "$3/stamp"
}
OPENSSL_PREFIX=""
for pin in $OPENSSL_PINS; do # already built?
  candidate="$CACHE/openssl-${pin%%:*}-$(openssl_key "${pin#*:}")"
  [ -f "$candidate/stamp" ] && { OPENSSL_PREFIX=$candidate; break; }
done
if [ -z "$OPENSSL_PREFIX" ] || [ -n "$bundle" ]; then
  mkdir -p "$CACHE/downloads"
  found=$(openssl_tarball) || die "无法取得 OpenSSL 4.0 源码 / no pinned OpenSSL 4.0 source can be had (tried: $OPENSSL_PINS). $OFFLINE_HINT"
  hash=$(sha256sum "${found#*:}" | cut -d' ' -f1)
  OPENSSL_PREFIX="$CACHE/openssl-${found%%:*}-$(openssl_key "$hash")"
  [ -z "$bundle" ] || install -D -m 644 "${found#*:}" "$bundle/downloads/$(basename "${found#*:}")"
  [ -f "$OPENSSL_PREFIX/stamp" ] || build_openssl "${found%%:*}" "${found#*:}" "$OPENSSL_PREFIX"
fi
