package io.darkroom.gateway.outbound;

import io.darkroom.gateway.outbound.OutboundException.Reason;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.ConnectionPool;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 with OkHttp, because its name resolution can be replaced: it gets the addresses that were checked, while
 * host header, SNI and certificate check use the original name. The JDK's client always resolves names itself.
 */
@ApplicationScoped
public class OkHttpOutbound implements Outbound {
    /** Bytes of a webhook response that are kept for the attempt log. */
    static final int RESPONSE_BYTES = 4096;

    private static final String AGENT = "Darkroom/1";
    private static final MediaType JSON = MediaType.get("application/json");

    private final OutboundGuard guard;
    private final OkHttpClient template;

    @Inject
    OkHttpOutbound(OutboundConfig config) {
        this(config, Resolver::system, null, null);
    }

    OkHttpOutbound(
            OutboundConfig config,
            Resolver resolver,
            @Nullable SSLSocketFactory sockets,
            @Nullable X509TrustManager trust) {
        this.guard = new OutboundGuard(config, resolver);
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .protocols(List.of(Protocol.HTTP_1_1))
                .proxy(Proxy.NO_PROXY)
                .followRedirects(false)
                .followSslRedirects(false);
        if (sockets != null && trust != null) {
            builder.sslSocketFactory(sockets, trust);
        }
        this.template = builder.build();
    }

    @Override
    public void check(URI uri) throws OutboundException {
        guard.parse(uri);
    }

    @Override
    public OutboundResponse fetch(URI uri, int maxBytes, Duration deadline) throws OutboundException {
        OutboundResponse response = call(uri, new Request.Builder().get(), maxBytes + 1, deadline);
        if (response.body().length > maxBytes) {
            throw new OutboundException(
                    Reason.TOO_LARGE,
                    "the body of '" + uri.getHost() + "' is longer than " + maxBytes + " bytes",
                    null);
        }
        return response;
    }

    @Override
    public OutboundResponse post(URI uri, Map<String, String> headers, byte[] body, Duration deadline)
            throws OutboundException {
        Request.Builder request = new Request.Builder().post(new OneShot(body));
        headers.forEach(request::header);
        return call(uri, request, RESPONSE_BYTES, deadline);
    }

    private OutboundResponse call(URI uri, Request.Builder request, int keep, Duration deadline)
            throws OutboundException {
        long start = System.nanoTime();
        OutboundGuard.Checked checked = guard.resolveChecked(uri, deadline);
        Duration left = deadline.minusNanos(System.nanoTime() - start);
        if (left.toMillis() < 1) {
            throw late(checked, deadline, null);
        }
        OkHttpPinnedExchange exchange = new OkHttpPinnedExchange(checked.addresses());
        OkHttpClient client = pinned(checked, exchange, left);
        Request built = request.url(url(checked.destination()))
                .header("User-Agent", AGENT)
                // No transparent decompression, which could expand a small body to a huge one.
                .header("Accept-Encoding", "identity")
                .header("Connection", "close")
                .build();
        try (Response response = client.newCall(built).execute()) {
            byte[] body = read(response.body().byteStream(), keep);
            return new OutboundResponse(response.code(), response.header("Content-Type"), exchange.retryAfter(), body);
        } catch (InterruptedIOException e) {
            throw late(checked, deadline, e);
        } catch (IOException e) {
            throw new OutboundException(
                    Reason.UNREACHABLE,
                    "the call to '" + checked.destination().host() + "' failed: " + messageOf(e),
                    e);
        } finally {
            client.connectionPool().evictAll();
        }
    }

    /** A client for one call with its own connection pool, so that no connection outlives the check that allowed it. */
    private OkHttpClient pinned(OutboundGuard.Checked checked, OkHttpPinnedExchange exchange, Duration left) {
        return template.newBuilder()
                .dns(only(checked))
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .callTimeout(left)
                .connectTimeout(left)
                .readTimeout(left)
                .writeTimeout(left)
                .addNetworkInterceptor(exchange)
                .build();
    }

    private static Dns only(OutboundGuard.Checked checked) {
        return host -> {
            if (!host.equals(checked.destination().host())) {
                throw new UnknownHostException("'" + host + "' was not checked");
            }
            return checked.addresses();
        };
    }

    private static HttpUrl url(Destination destination) throws OutboundException {
        HttpUrl url = new HttpUrl.Builder()
                .scheme(destination.scheme())
                .host(destination.host())
                .port(destination.port())
                .encodedPath(destination.path())
                .encodedQuery(destination.query())
                .build();
        InetAddress literal = destination.literal();
        boolean same = literal != null
                ? InetAddress.ofLiteral(url.host()).equals(literal)
                : url.host().equals(destination.host());
        if (!same) {
            throw OutboundException.refused("the URL's host is not a valid name");
        }
        return url;
    }

    private static byte[] read(InputStream in, int max) throws IOException {
        return in.readNBytes(max);
    }

    private static OutboundException late(
            OutboundGuard.Checked checked, Duration deadline, @Nullable InterruptedIOException cause) {
        return new OutboundException(
                Reason.TIMEOUT,
                "'" + checked.destination().host() + "' did not answer within " + deadline.toMillis() + " ms",
                cause);
    }

    private static String messageOf(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    @PreDestroy
    void close() {
        guard.close();
    }

    /** A body that is sent at most once per call, even if the host has several addresses. */
    private static final class OneShot extends RequestBody {
        private final byte[] bytes;

        OneShot(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public MediaType contentType() {
            return JSON;
        }

        @Override
        public long contentLength() {
            return bytes.length;
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.write(bytes);
        }
    }
}
