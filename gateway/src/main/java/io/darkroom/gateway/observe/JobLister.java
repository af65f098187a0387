package io.darkroom.gateway.observe;

import io.darkroom.contracts.job.JobId;
import io.darkroom.contracts.job.JobRequest;
import io.darkroom.gateway.view.JobDocument;
import io.darkroom.gateway.view.JobRenderer;
import io.darkroom.gateway.view.JobView;
import io.darkroom.gateway.view.RedisJobIndex;
import io.darkroom.gateway.view.RedisJobIndex.Place;
import io.darkroom.gateway.view.RedisJobViews;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Lists a tenant's jobs page by page. Criteria that are not indexed are applied while reading, with a limit on reads
 * per call.
 */
@ApplicationScoped
class JobLister {
    private static final int MAX_ROUNDS = 10;

    private final RedisJobIndex index;
    private final RedisJobViews views;
    private final JobRenderer renderer;

    JobLister(RedisJobIndex index, RedisJobViews views, JobRenderer renderer) {
        this.index = index;
        this.views = views;
        this.renderer = renderer;
    }

    JobPage page(String tenant, JobQuery query) {
        List<JobDocument> jobs = new ArrayList<>();
        Place from = query.from();
        for (int round = 0; round < MAX_ROUNDS; round++) {
            List<Place> places = index.page(tenant, query.state(), query.createdAfter(), from, query.limit());
            Map<JobId, JobView> found = views
                    .findAll(places.stream().map(Place::id).toList())
                    .stream()
                    .collect(Collectors.toMap(JobView::id, Function.identity()));
            for (Place place : places) {
                from = place;
                JobView view = found.get(place.id());
                if (view != null && isWanted(view, tenant, query)) {
                    jobs.add(renderer.renderSummary(view));
                }
                if (jobs.size() == query.limit()) {
                    return new JobPage(jobs, JobQuery.encode(place));
                }
            }
            if (places.size() < query.limit()) {
                return new JobPage(jobs, null);
            }
        }
        return new JobPage(jobs, from == null ? null : JobQuery.encode(from));
    }

    private static boolean isWanted(JobView view, String tenant, JobQuery query) {
        JobRequest request = view.request();
        return view.tenant().equals(tenant)
                && request != null
                && (query.state() == null || view.state() == query.state())
                && (query.kind() == null || request.kind() == query.kind());
    }
}
