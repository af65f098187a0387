/**
 * The commands that make something, one for each kind of job; {@link io.darkroom.cli.make.MakeCommands} lists them. Each declares
 * its own options, and shares the rest by mixins: {@link io.darkroom.cli.make.RequestOptions} (which gateway, where to save),
 * {@link io.darkroom.cli.make.SamplingOptions}, or its parts {@link io.darkroom.cli.make.PromptOptions}, {@link
 * io.darkroom.cli.make.StepOptions} and {@link io.darkroom.cli.make.ImageOptions}. What is not given is left out of the request,
 * so that the model's defaults hold.
 */
@NullMarked
package io.darkroom.cli.make;

import org.jspecify.annotations.NullMarked;
