# The default model set: files of one npm tarball, each checked against models/default.yaml at every start of the product.
MODELS_TGZ_SHA=7ea06031d9a3f83753254fcff60506a07b81b46fc84d4ee024cd041f260ec1ba
MODELS_DIR="$CACHE/models-${MODELS_TGZ_SHA:0:12}"
if [ ! -f "$MODELS_DIR/stamp" ] || [ -n "$bundle" ]; then
  models_tgz=$(npm_tarball faceplugin-face-recognition-js 0.0.1 "$MODELS_TGZ_SHA")
fi
if [ ! -f "$MODELS_DIR/stamp" ]; then
  say "正在解包模型 / unpacking the default models"
  mkdir -p "$MODELS_DIR"
  tar -xzf "$models_tgz" -C "$MODELS_DIR" --strip-components=2 \
    package/model/fr_detect.onnx package/model/fr_landmark.onnx package/model/fr_feature.onnx package/model/fr_liveness.onnx package/model/fr_eye.onnx
  touch "$MODELS_DIR/stamp"
fi
