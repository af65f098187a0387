package io.darkroom.gateway.observe;

import io.darkroom.gateway.view.JobDocument;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param nextCursor absent on the last page
 */
public record JobPage(List<JobDocument> jobs, @Nullable String nextCursor) {}
