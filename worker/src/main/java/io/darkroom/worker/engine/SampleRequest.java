package io.darkroom.worker.engine;

import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One sample for the running batch.
 *
 * @param item index of the job's item that it is for
 * @param noise where it starts, {@code [channels, height, width]}; belongs to the engine from now on
 * @param guidance scale {@code g} of classifier-free guidance (Ho and Salimans, 2022): {@code unconditional + g *
 *     (conditional - unconditional)}
 * @param unconditional the other side of guidance; null: no guidance, half the work
 * @param shows after which steps, counted from 1, the estimate of the finished picture is wanted
 */
public record SampleRequest(
        int item,
        Scheduler scheduler,
        float[] noise,
        double guidance,
        Conditioning conditional,
        @Nullable Conditioning unconditional,
        IntPredicate shows) {}
