"""The words of the model cards that no command measures."""

INTRO = {
    "sticker": """Text in, one sticker with a real alpha channel out. A cascade: a pixel-space diffusion UNet draws
32x32 premultiplied RGBA, a learned x4 upscaler makes 128x128 of it. It is a starter model, trained for
about an hour on a CPU, so that Darkroom can be tried without a download; it draws emoji-like
things it has seen and little else.
""",
    "frames": """Four frames of a small looping animation in, the next four out. A pixel-space diffusion UNet predicts
32x32 frames from their context, a learned x4 upscaler makes 128x128 of them. It is a starter model for
animated stickers on a plain ground, not for camera film.
""",
}
USE = {
    "sticker": """- `denoiser.onnx`: `sample` float32 [batch,4,32,32] (premultiplied RGBA, -1..1), `timestep` int64 [batch],
  `encoder_hidden_states` float32 [batch,24,384], `attention_mask` float32 [batch,24] (1 token, 0 padding)
  -> `out_sample` float32 [batch,4,32,32], the v-prediction.
- `upscaler.onnx`: `image` float32 [batch,4,h,w] -> `upscaled` [batch,4,4h,4w], both premultiplied, -1..1.
- Prompt states: `last_hidden_state` of all-MiniLM-L6-v2 (fp32), cut or padded to 24 tokens; the empty prompt
  is the unconditional branch of guidance.
- Prompts like the training captions work best: `<thing>, noto style`, `<thing>, fluent 3d style`,
  `<thing>, fluent flat style`.
- Contact sheet: `python worker/training/sample.py sticker --prompts "red apple, noto style" --out sheet.png`
""",
    "frames": """- `denoiser.onnx`: `sample` float32 [batch,12,32,32], `timestep` int64 [batch], `context` float32
  [batch,12,32,32] -> `out_sample` float32 [batch,12,32,32], the v-prediction. Four RGB frames each, frame-major
  (f0 red, f0 green, f0 blue, f1 red, ...), -1..1, about 8 frames a second.
- `upscaler.onnx`: `image` float32 [batch,3,h,w] -> `upscaled` [batch,3,4h,4w], -1..1.
- Larger frames are to be box-averaged to 32x32, as the training data were.
- Contact sheet: `python worker/training/sample.py frames --out sheet.png`
""",
}
ATTRIBUTION = {
    "sticker": """- Noto Emoji by Google, npm package @iconify-json/noto 1.2.9, Apache-2.0.
- Fluent Emoji by Microsoft, npm packages @lobehub/fluent-emoji-3d 1.1.0 and @lobehub/fluent-emoji-flat 1.1.0, MIT.
- Labels and tags: npm package emojibase-data 17.0.0, MIT.
- Text encoder (not part of this folder): all-MiniLM-L6-v2, Apache-2.0.
- The weights are released under Apache-2.0.

Skin tones, flags and components were left out; people and signs were drawn less often than things.
Colours were premultiplied by alpha before images were averaged down.
""",
    "frames": """- Animated Fluent Emoji by Microsoft, npm packages @lobehub/fluent-emoji-anim-1 to -4, 1.0.0, MIT. Every
  third frame, clips without skin tones, on white or on a random plain ground.
- Upscaler: trained on the art listed in the card of the sticker model (Noto Emoji, Apache-2.0; Fluent Emoji, MIT).
- The weights are released under Apache-2.0.
- `samples/flamingo.*` and `samples/crab.*` are held-out clips of the same packages (Fluent Emoji, Microsoft, MIT),
  on white at 128x128, as H.264 and GIF; made by `python worker/training/demo.py`.
""",
}
FAILURES = {
    "sticker": """- Faces, hands, letters and people are often smeared: 32x32 pixels leave few for them.
- Words it saw in no label or tag steer little; counts, relations ("a cat on a chair") and colours that differ from
  the art are mostly ignored.
- Similar art is mixed up (people, clocks, signs).
- The upscaler sharpens what the denoiser drew, mistakes included.
""",
    "frames": """- Motion that starts or turns within the four predicted frames is missed or blurred.
- Small parts (eyes, fingers) are lost at 32x32.
- Camera film and textured grounds are far from the training data.
- Errors add up when predictions are fed back as context; after about 12 frames shapes drift.
""",
}
