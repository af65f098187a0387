/**
 * Prompts to token ids, as the tokenizers that models were trained with do it: CLIP's byte-pair encoding from {@code
 * vocab.json} and {@code merges.txt}, others from a {@code tokenizer.json}.
 */
@NullMarked
package io.darkroom.worker.text;

import org.jspecify.annotations.NullMarked;
