# ONNX Runtime 1.30: the shared object of the npm tarball, the C headers of Debian's package (newer suite, unpacked, never installed).
ORT_VERSION=1.30.0
ORT_TGZ_SHA=6e3390d6b783e7be946fad629292799da28d0b42f84856e50d2c1b0383291e75
ORT_HEADER_SHA=7783e9664bdb0b1b36145b5c8587dd1bc9a399aa000edf2e3dd03003cafc6882
case "$(uname -m)" in
  x86_64) ort_arch=x64 ort_sha=ffb75a925ba05e47b235bb66e3e3911714a80b328a9c9425539feb204aa32a23 ;;
  aarch64) ort_arch=arm64 ort_sha=1f549d46250b005580b597f4164984aaf75b3bcb9f3aeb07c7f8a8fe60b23c76 ;;
  *) die "no ONNX Runtime for $(uname -m)" ;;
esac
. scripts/setup/other_suites.sh
fetch_ort_headers() {
  local out="$CACHE/downloads/onnxruntime_c_api-21.h"
  if ! checked "$out" "$ORT_HEADER_SHA"; then
    if [ -n "$from" ]; then cp "$from/downloads/$(basename "$out")" "$out" || die "the bundle lacks the ONNX Runtime headers"
    else
      local tmp; tmp=$(mktemp -d "$CACHE/ort.XXXXXX")
      deb_of_suite trixie libonnxruntime-dev "$tmp" || die "无法下载 / cannot download libonnxruntime-dev. $OFFLINE_HINT"
      dpkg-deb -x "$tmp"/*.deb "$tmp/x"
      cp "$tmp/x/usr/include/onnxruntime/onnxruntime_c_api.h" "$out"; rm -rf "$tmp"
    fi
    checked "$out" "$ORT_HEADER_SHA" || die "the ONNX Runtime header is not the one that was pinned"
  fi
  [ -z "$bundle" ] || install -D -m 644 "$out" "$bundle/downloads/$(basename "$out")"
}
ORT_PREFIX="$CACHE/onnxruntime-$ORT_VERSION-$(printf '%s' "$ort_sha$ORT_HEADER_SHA" | sha)"
if [ ! -f "$ORT_PREFIX/stamp" ] || [ -n "$bundle" ]; then
  ort_tgz=$(npm_tarball onnxruntime-node "$ORT_VERSION" "$ORT_TGZ_SHA")
  fetch_ort_headers
fi
if [ ! -f "$ORT_PREFIX/stamp" ]; then
  say "正在解包 / unpacking ONNX Runtime $ORT_VERSION"
  mkdir -p "$ORT_PREFIX/lib" "$ORT_PREFIX/include"
  tar -xzf "$ort_tgz" -C "$ORT_PREFIX/lib" --strip-components=5 "package/bin/napi-v6/linux/$ort_arch/libonnxruntime.so.1"
  checked "$ORT_PREFIX/lib/libonnxruntime.so.1" "$ort_sha" || die "libonnxruntime.so.1 is not the one that was pinned"
  ln -sf libonnxruntime.so.1 "$ORT_PREFIX/lib/libonnxruntime.so"
  cp "$CACHE/downloads/onnxruntime_c_api-21.h" "$ORT_PREFIX/include/onnxruntime_c_api.h"
  touch "$ORT_PREFIX/stamp"
fi
