package io.darkroom.local.trace;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.darkroom.cli.trace.SpanRecord;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** Receives spans by OTLP over HTTP (protobuf) on a free port of the loopback address. */
public final class OtlpReceiver implements AutoCloseable {
    private static final int MOST_BYTES = 16 << 20;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Consumer<List<SpanRecord>> consumer;

    /** @param consumer receives the spans of each request; called by many threads at once */
    public OtlpReceiver(Consumer<List<SpanRecord>> consumer) {
        this.consumer = consumer;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("no free port for the collector of traces", e);
        }
        server.createContext("/v1/traces", this::receive);
        server.setExecutor(threads);
        server.start();
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What gateways and workers need in their environment to export here, soon. */
    public Map<String, String> environment() {
        return Map.of(
                "OTEL_SDK_DISABLED", "false",
                "OTEL_EXPORTER_OTLP_ENDPOINT", endpoint(),
                "QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "PT0.2S");
    }

    private void receive(HttpExchange call) throws IOException {
        try (call) {
            boolean packed = "gzip".equals(call.getRequestHeaders().getFirst("Content-Encoding"));
            try (InputStream in = packed ? new GZIPInputStream(call.getRequestBody()) : call.getRequestBody()) {
                consumer.accept(records(ExportTraceServiceRequest.parseFrom(in.readNBytes(MOST_BYTES))));
            } catch (com.google.protobuf.InvalidProtocolBufferException e) {
                call.sendResponseHeaders(400, -1);
                return;
            }
            byte[] thanks = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
            call.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            call.sendResponseHeaders(200, thanks.length == 0 ? -1 : thanks.length);
            if (thanks.length > 0) {
                call.getResponseBody().write(thanks);
            }
        }
    }

    static List<SpanRecord> records(ExportTraceServiceRequest request) {
        List<SpanRecord> records = new ArrayList<>();
        for (ResourceSpans resource : request.getResourceSpansList()) {
            String service =
                    attributes(resource.getResource().getAttributesList()).getOrDefault("service.name", "unknown");
            resource.getScopeSpansList()
                    .forEach(scope -> scope.getSpansList().forEach(span -> records.add(record(service, span))));
        }
        return records;
    }

    private static SpanRecord record(String service, Span span) {
        boolean failed = span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR;
        return new SpanRecord(
                new SpanRecord.Ids(hex(span.getTraceId()), hex(span.getSpanId()), hex(span.getParentSpanId())),
                new SpanRecord.Origin(
                        service, span.getKind().name().replace("SPAN_KIND_", "").toLowerCase(Locale.ROOT)),
                span.getName(),
                new SpanRecord.Period(span.getStartTimeUnixNano(), span.getEndTimeUnixNano()),
                attributes(span.getAttributesList()),
                span.getLinksList().stream()
                        .map(link -> hex(link.getTraceId()) + "/" + hex(link.getSpanId()))
                        .toList(),
                failed ? span.getStatus().getMessage() : null);
    }

    private static String hex(com.google.protobuf.ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }

    private static Map<String, String> attributes(List<KeyValue> attributes) {
        Map<String, String> texts = new HashMap<>();
        for (KeyValue attribute : attributes) {
            texts.put(attribute.getKey(), text(attribute.getValue()));
        }
        return texts;
    }

    private static String text(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case INT_VALUE -> Long.toString(value.getIntValue());
            case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
            case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
            default -> value.toString().strip();
        };
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
