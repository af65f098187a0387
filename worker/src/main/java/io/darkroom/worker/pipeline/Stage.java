package io.darkroom.worker.pipeline;

import io.darkroom.platform.telemetry.trace.ActiveSpan;
import io.darkroom.platform.telemetry.trace.SpanAttributes;
import java.util.function.LongSupplier;

/** Runs the stages of a job as spans of its trace. */
public final class Stage {
    public static final String PREPARE = "prepare";
    public static final String ENCODE_TEXT = "encode text";
    public static final String ENCODE_IMAGE = "encode image";
    static final String DENOISE = "denoise";
    public static final String DECODE = "decode";

    private Stage() {}

    /** The work of a stage, which may block. */
    public interface Work<T> {
        T result() throws InterruptedException;
    }

    public static <T> T of(PipelineContext context, String name, Work<T> work) throws InterruptedException {
        try (ActiveSpan _ = context.stage(name)) {
            return work.result();
        }
    }

    /**
     * All steps of all items, as one stage.
     *
     * @param deviceNanos the job's device time; the rest of the stage it waited for the device
     */
    public static <T> T denoise(PipelineContext context, int items, int steps, LongSupplier deviceNanos, Work<T> work)
            throws InterruptedException {
        long before = deviceNanos.getAsLong();
        try (ActiveSpan stage = context.stage(DENOISE)) {
            stage.span().setAttribute(SpanAttributes.ITEMS, items).setAttribute(SpanAttributes.STEPS, steps);
            try {
                return work.result();
            } finally {
                stage.span().setAttribute(SpanAttributes.DEVICE_MS, (deviceNanos.getAsLong() - before) / 1_000_000);
            }
        }
    }
}
