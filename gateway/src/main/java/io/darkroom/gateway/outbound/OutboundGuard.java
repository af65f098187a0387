package io.darkroom.gateway.outbound;

import io.darkroom.gateway.outbound.OutboundException.Reason;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Decides whether a URL may be called, and at which addresses. */
final class OutboundGuard implements AutoCloseable {
    private final boolean allowHttp;
    private final boolean allowLoopback;
    private final Set<Integer> ports;
    private final Duration resolveTimeout;
    private final Resolver resolver;
    /* Platform threads: the system resolver blocks in native code and would pin the carrier of a virtual thread. */
    private final ThreadPoolExecutor lookups;

    OutboundGuard(OutboundConfig config, Resolver resolver) {
        this.allowHttp = config.allowHttp();
        this.allowLoopback = config.allowLoopback();
        Set<Integer> allowed = new HashSet<>(config.ports());
        if (allowHttp) {
            allowed.add(80);
        }
        this.ports = Set.copyOf(allowed);
        this.resolveTimeout = config.resolveTimeout();
        this.resolver = resolver;
        this.lookups = new ThreadPoolExecutor(
                0,
                config.resolvers(),
                30,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().daemon().name("lookup-", 0).factory());
    }

    /**
     * Parses and checks a URL without resolving its name, for validation when a tenant submits it.
     *
     * @throws OutboundException {@code refused}
     */
    Destination parse(URI uri) throws OutboundException {
        Destination destination = Destination.parse(uri);
        if (destination.scheme().equals("http") && !allowHttp) {
            throw OutboundException.refused("the URL must start with https://");
        }
        if (!ports.contains(destination.port()) && !allowLoopback) {
            throw wrongPort(destination);
        }
        InetAddress literal = destination.literal();
        if (literal != null) {
            check(destination, List.of(literal));
        } else if (destination.host().indexOf('.') < 0 && !allowLoopback) {
            throw OutboundException.refused("the URL's host is not a full domain name");
        }
        return destination;
    }

    /**
     * Parses the URL, resolves its name and checks the addresses.
     *
     * @return the checked addresses, at least one
     * @throws OutboundException {@code refused}, {@code unreachable} or {@code timeout}
     */
    Checked resolveChecked(URI uri, Duration deadline) throws OutboundException {
        Destination destination = parse(uri);
        InetAddress literal = destination.literal();
        List<InetAddress> addresses = literal != null ? List.of(literal) : resolve(destination.host(), deadline);
        check(destination, addresses);
        return new Checked(destination, addresses);
    }

    private void check(Destination destination, List<InetAddress> addresses) throws OutboundException {
        for (InetAddress address : addresses) {
            boolean loopback = allowLoopback && address.isLoopbackAddress();
            if (!loopback && SpecialRanges.find(address.getAddress()).isPresent()) {
                // The address itself would reveal to the tenant how internal names resolve.
                throw OutboundException.refused("host '" + destination.host() + "' is not on the public Internet");
            }
            if (!loopback && !ports.contains(destination.port())) {
                throw wrongPort(destination);
            }
        }
    }

    private OutboundException wrongPort(Destination destination) {
        return OutboundException.refused("port " + destination.port() + " is not allowed; allowed: "
                + ports.stream().sorted().toList());
    }

    private List<InetAddress> resolve(String host, Duration deadline) throws OutboundException {
        Duration limit = deadline.compareTo(resolveTimeout) < 0 ? deadline : resolveTimeout;
        Future<List<InetAddress>> lookup;
        try {
            lookup = lookups.submit(() -> resolver.resolve(host));
        } catch (RejectedExecutionException e) {
            throw new OutboundException(
                    Reason.UNREACHABLE, "too many name resolutions are in progress, retry" + " later", e);
        }
        try {
            List<InetAddress> addresses = lookup.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (addresses.isEmpty()) {
                throw new OutboundException(Reason.UNREACHABLE, "host '" + host + "' has no address", null);
            }
            return addresses;
        } catch (TimeoutException e) {
            throw new OutboundException(
                    Reason.TIMEOUT, "host '" + host + "' did not resolve within " + limit.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new OutboundException(Reason.UNREACHABLE, "host '" + host + "' does not resolve", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutboundException(Reason.UNREACHABLE, "interrupted while resolving '" + host + "'", e);
        } finally {
            lookup.cancel(true);
        }
    }

    @Override
    public void close() {
        lookups.shutdownNow();
    }

    /** A destination with its checked addresses. */
    record Checked(Destination destination, List<InetAddress> addresses) {}
}
