package io.darkroom.worker.batch;

/** Checks the output of networks: converted to pixels, NaN could not be told from black. */
public final class Finite {
    private Finite() {}

    /**
     * Returns the values unchanged.
     *
     * @param what produced them, e.g. {@code the decoder}
     * @throws EngineException {@code BROKEN} if one is infinite or NaN
     */
    public static float[] require(float[] values, String what) {
        // 0 * infinity is NaN, and a sum with NaN stays NaN: one check at the end is enough.
        float sum = 0;
        for (float value : values) {
            sum += 0 * value;
        }
        if (Float.isNaN(sum)) {
            throw new EngineException(
                    EngineException.Reason.BROKEN,
                    what
                            + " returned values that are not finite; the model's weights or its scheduler settings are wrong"
                            + ", or half precision is too coarse for it: try another seed or the fp32 export");
        }
        return values;
    }
}
