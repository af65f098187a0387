#!/usr/bin/env bash
# One command from raw packages to a model card:
#   ./train.sh sticker|frames|digits [--recipe quick|cpu|styles|all|gpu] [--version V] [--minutes N] [--cooldown M]
#     [--start CHECKPOINT] [--compile]
# Each stage is skipped when its result is in the cache; training goes on from its last checkpoint.
# Recipes styles and all (sticker) have no end of their own: they train to --minutes in total, cool down for --cooldown (10)
# minutes and export that; called again with more minutes, they go on from where they were before the cool-down.
# digits (Moving MNIST) ships nothing: it ends with figures, which the card of frames shows.
# The quick recipe writes its model folder into the cache, so that it never replaces a shipped one.
set -euo pipefail
cd "$(dirname "$0")"
model="${1:?usage: train.sh sticker|frames|digits [--recipe quick|cpu|styles|all|gpu] [--version V] [--minutes N] [--cooldown M] [--start CHECKPOINT] [--compile]}"
shift
recipe=cpu
version=0.4.0 # the next one, never one that ships
cooldown=10
minutes=()
options=()
while (($#)); do
  case "$1" in
    --recipe) recipe="$2" ;;
    --version) version="$2" ;;
    --cooldown) cooldown="$2" ;;
    --compile) options+=(--compile); shift; continue ;; # an eighth faster on two cores; needs a C++ compiler
    --start) options+=(--start "$2") ;; # a first run begins with these weights
    --minutes) minutes=(--minutes "$2") ;;
    *) echo "unknown option $1" >&2; exit 2 ;;
  esac
  shift 2
done
cache="${DARKROOM_TRAINING_CACHE:-$HOME/.cache/darkroom-training}"
python="${PYTHON:-python3}"
# Waiting threads sleep instead of spinning, and freed memory is kept: 7 % faster on two cores.
export OMP_WAIT_POLICY=PASSIVE MALLOC_MMAP_THRESHOLD_=2000000000 MALLOC_TRIM_THRESHOLD_=8000000000

./fetch.sh
if [[ $model == digits ]]; then
  [[ -f "$cache/digits/digits.npy" ]] || "$python" data_digits.py
  "$python" train_denoiser.py digits --recipe "$recipe" "${minutes[@]}" "${options[@]}"
  exec "$python" evaluate_digits.py --recipe "$recipe"
fi
[[ -f "$cache/sticker/index.json" ]] || "$python" data_sticker.py # the upscaler needs it for both
if [[ $model == frames && ! -f "$cache/frames/index.json" ]]; then "$python" data_frames.py; fi
if [[ $model == frames && $recipe == gpu && ! -f "$cache/frames/frames64.npy" ]]; then "$python" data_frames.py --size 64; fi
beside="$recipe" # of the upscaler and the restorer
[[ $recipe == all || $recipe == styles ]] && beside=cpu
[[ -f "$cache/upscaler/$beside/checkpoint.pt" ]] || "$python" train_upscaler.py --recipe "$beside"
if [[ $model == sticker ]]; then
  [[ -f "$cache/restorer/$beside/checkpoint.pt" ]] || "$python" train_restorer.py --recipe "$beside"
fi
"$python" train_denoiser.py "$model" --recipe "$recipe" "${minutes[@]}" "${options[@]}"
if [[ $recipe == all || $recipe == styles ]]; then "$python" train_denoiser.py "$model" --recipe "$recipe" --cooldown "$cooldown" "${options[@]}"; fi

out="../models/$model"
if [[ $recipe == quick ]]; then
  out="$cache/$model/quick/model"
  "$python" export.py "$model" --recipe quick --version 0.0.1 --out "$out"
  exit 0
fi
"$python" export.py "$model" --recipe "$recipe" --version "$version" --out "$out"
"$python" evaluate.py "$model" --recipe "$recipe" --folder "$out"
if [[ $model == sticker ]]; then
  "$python" evaluate_pictures.py --folder "$out"
  mkdir -p "$out/samples"
  "$python" sample.py sticker --folder "$out" --out "$out/samples/sheet.png"
  "$python" sample.py sticker --folder "$out" --unseen --out "$out/samples/unseen.png"
fi
"$python" card.py "$model" --recipe "$recipe" --folder "$out"
