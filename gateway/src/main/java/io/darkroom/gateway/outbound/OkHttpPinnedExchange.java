package io.darkroom.gateway.outbound;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Collection;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Checks the peer address of the socket just before the request is sent. Also removes {@code Retry-After} from the
 * response: on "503, Retry-After: 0" OkHttp would repeat the request by itself.
 */
final class OkHttpPinnedExchange implements Interceptor {
    private final Collection<InetAddress> checked;
    private volatile @Nullable String retryAfter;

    OkHttpPinnedExchange(Collection<InetAddress> checked) {
        this.checked = checked;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        var connection = chain.connection();
        InetAddress peer = connection == null ? null : connection.socket().getInetAddress();
        if (peer == null || !checked.contains(peer)) {
            throw new IOException("the peer address of the connection is not one that was checked");
        }
        Response response = chain.proceed(chain.request());
        retryAfter = response.header("Retry-After");
        return response.newBuilder().removeHeader("Retry-After").build();
    }

    @Nullable
    String retryAfter() {
        return retryAfter;
    }
}
