package io.darkroom.contracts.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonTypeIdResolver;
import java.util.List;

/**
 * The typed input of a job, complete: every default is resolved and the seed is drawn. One record for each {@link JobKind},
 * which names it; the interface is not sealed, so that this list is not kept twice.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CUSTOM, property = "kind")
@JsonTypeIdResolver(KindIdResolver.class)
public interface JobInput {

    @JsonIgnore
    default JobKind kind() {
        return JobKind.of(this);
    }

    /** How many results are asked for; each is an item with an index from 0. */
    @JsonIgnore
    int items();

    /** Denoising steps of one item (of one block of frames, for video); 1 for kinds that take none. */
    int steps();

    /** 0 for kinds without chance. */
    long seed();

    /** Item {@code i} runs with {@code seed + i}, so that one of a grid can be asked for again alone. */
    default long seedOf(int item) {
        return seed() + item;
    }

    /** Objects that the job reads. */
    @JsonIgnore
    List<MediaRef> media();
}
