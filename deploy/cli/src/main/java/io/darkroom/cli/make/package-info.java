/**
 * The commands that make something, one for each kind of job. Each says what is its own, and takes the rest from mixins:
 * {@link io.darkroom.cli.make.AskOptions} (whom to ask, where to save), {@link io.darkroom.cli.make.PromptOptions},
 * {@link io.darkroom.cli.make.StepOptions} and {@link io.darkroom.cli.make.ImageOptions}. What is not given is left out of
 * the request, so that the model's defaults hold.
 */
@NullMarked
package io.darkroom.cli.make;

import org.jspecify.annotations.NullMarked;
