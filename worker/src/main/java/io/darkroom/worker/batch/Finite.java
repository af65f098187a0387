package io.darkroom.worker.batch;

/** Numbers that came out of a network: the rest of the way cannot tell "not a number" from black. */
public final class Finite {
    private Finite() {}

    /**
     * The values as they are.
     *
     * @param what made them, e.g. {@code the decoder}
     * @throws EngineException {@code BROKEN} if one is infinite or no number
     */
    public static float[] require(float[] values, String what) {
        // Nothing times infinity is no number, and no number stays none whatever is added: one look at the end will do.
        float sum = 0;
        for (float value : values) {
            sum += 0 * value;
        }
        if (Float.isNaN(sum)) {
            throw new EngineException(
                    EngineException.Reason.BROKEN,
                    what
                            + " returned values that are not numbers; the model's weights or its scheduler settings are wrong"
                            + ", or half precision is too coarse for it: try another seed or the fp32 export");
        }
        return values;
    }
}
