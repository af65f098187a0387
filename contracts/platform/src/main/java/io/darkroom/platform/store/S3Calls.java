package io.darkroom.platform.store;

import io.darkroom.platform.telemetry.metric.Catalogue;
import io.darkroom.platform.telemetry.metric.Meters;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** OkHttp interceptor that measures the calls of an S3 client. */
public final class S3Calls implements Interceptor {
    private final Meters meters;

    public S3Calls(Meters meters) {
        this.meters = meters;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        long start = System.nanoTime();
        String result = "failed";
        try {
            Response response = chain.proceed(request);
            result = result(response.code());
            count(request, response);
            return response;
        } finally {
            meters.timer(Catalogue.STORE_REQUESTS, operation(request), result)
                    .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        }
    }

    private void count(Request request, Response response) throws IOException {
        RequestBody sent = request.body();
        if (sent != null && sent.contentLength() > 0 && response.isSuccessful()) {
            meters.counter(Catalogue.STORE_BYTES, "out").increment(sent.contentLength());
        }
        long received = response.body().contentLength();
        if (received > 0 && response.isSuccessful() && request.method().equals("GET")) {
            meters.counter(Catalogue.STORE_BYTES, "in").increment(received);
        }
    }

    static String operation(Request request) {
        return switch (request.method()) {
            case "GET" -> request.url().queryParameter("list-type") == null ? "get" : "list";
            case "HEAD" -> "head";
            case "DELETE" -> "remove";
            default -> request.header("If-None-Match") == null ? "put" : "create";
        };
    }

    static String result(int status) {
        return switch (status) {
            case 404 -> "missing";
            case 409, 412 -> "taken";
            default -> status < 400 ? "ok" : "failed";
        };
    }
}
