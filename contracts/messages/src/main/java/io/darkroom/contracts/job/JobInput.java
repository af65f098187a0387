package io.darkroom.contracts.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonTypeIdResolver;
import java.util.List;

/**
 * The complete typed input of a job: all defaults are resolved and the seed is chosen. One record for each {@link
 * JobKind}, which refers to it; the interface is not sealed, so the list of kinds exists only once.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CUSTOM, property = "kind")
@JsonTypeIdResolver(KindIdResolver.class)
public interface JobInput {

    @JsonIgnore
    default JobKind kind() {
        return JobKind.of(this);
    }

    /** Number of requested results; each is an item with an index from 0. */
    @JsonIgnore
    int items();

    /**
     * Denoising steps of one item (of one block of frames, for video); 1 for kinds that do not denoise step by step.
     */
    int steps();

    /** 0 for deterministic kinds. */
    long seed();

    /** Item {@code i} runs with {@code seed + i}, so a single item can be reproduced on its own. */
    default long seedOf(int item) {
        return seed() + item;
    }

    /** Input objects of the job in the object store. */
    @JsonIgnore
    List<MediaRef> media();
}
