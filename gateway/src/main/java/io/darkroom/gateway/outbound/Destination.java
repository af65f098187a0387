package io.darkroom.gateway.outbound;

import java.net.IDN;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A URL that was parsed once. The client connects using these parts and never parses the URL again, so that no second
 * parser can interpret it differently.
 *
 * @param scheme {@code https} or {@code http}
 * @param host ASCII, lower case; an IPv6 address without brackets
 * @param literal the address if the host is an IP literal; else null
 * @param path starts with a slash, escaped as in the original
 * @param query escaped as in the original; null: none
 */
record Destination(
        String scheme,
        String host,
        @Nullable InetAddress literal,
        int port,
        String path,
        @Nullable String query) {
    /** Longer URLs are rejected. */
    static final int MAX_CHARS = 2048;

    private static final int MAX_HOST_CHARS = 253;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");
    private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");

    /** @throws OutboundException {@code refused}, with the reason */
    static Destination parse(URI uri) throws OutboundException {
        if (uri.toString().length() > MAX_CHARS) {
            throw OutboundException.refused("the URL is longer than " + MAX_CHARS + " characters");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw OutboundException.refused("the URL must start with https://");
        }
        String authority = uri.getRawAuthority();
        if (authority == null) {
            throw OutboundException.refused("the URL has no host");
        }
        if (authority.indexOf('@') >= 0) {
            throw OutboundException.refused("the URL must not contain a user name or password");
        }
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        int port = portOf(authority, scheme);
        String host = hostOf(authority);
        if (host.startsWith("[")) {
            InetAddress address = v6(host.substring(1, host.length() - 1));
            return new Destination(scheme, address.getHostAddress(), address, port, path, uri.getRawQuery());
        }
        String ascii = ascii(host);
        return new Destination(scheme, ascii, v4(ascii).orElse(null), port, path, uri.getRawQuery());
    }

    private static String hostOf(String authority) throws OutboundException {
        int end = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
        String host = end < 0 ? authority : authority.substring(0, end);
        if (host.isEmpty()) {
            throw OutboundException.refused("the URL has no host");
        }
        return host;
    }

    private static int portOf(String authority, String scheme) throws OutboundException {
        String rest = authority.substring(hostOf(authority).length());
        if (rest.isEmpty()) {
            return scheme.equals("https") ? 443 : 80;
        }
        if (!rest.matches(":[1-9][0-9]{0,4}") || Integer.parseInt(rest.substring(1)) > 65_535) {
            throw OutboundException.refused("the URL's port must be a number from 1 to 65535");
        }
        return Integer.parseInt(rest.substring(1));
    }

    private static String ascii(String host) throws OutboundException {
        String ascii;
        try {
            ascii = IDN.toASCII(host).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw OutboundException.refused("the URL's host is not a valid name");
        }
        boolean labels = List.of(ascii.split("\\.", -1)).stream()
                .allMatch(label -> LABEL.matcher(label).matches());
        if (!labels || ascii.length() > MAX_HOST_CHARS) {
            throw OutboundException.refused("the URL's host is not a valid name");
        }
        return ascii;
    }

    /**
     * Parsers disagree on hosts whose last label is a number: libc reads {@code 0177.0.0.1} as 127.0.0.1, the JDK as
     * 177.0.0.1. Only four plain decimals are accepted; everything else is rejected.
     */
    private static Optional<InetAddress> v4(String host) throws OutboundException {
        String[] labels = host.split("\\.", -1);
        if (!NUMBER.matcher(labels[labels.length - 1]).matches()) {
            return Optional.empty();
        }
        boolean plain = labels.length == 4
                && List.of(labels).stream()
                        .allMatch(label -> OCTET.matcher(label).matches() && Integer.parseInt(label) <= 255);
        if (!plain) {
            throw OutboundException.refused(
                    "the URL's host is a number; write an IPv4 address as four plain" + " decimals");
        }
        return Optional.of(InetAddress.ofLiteral(host));
    }

    private static InetAddress v6(String text) throws OutboundException {
        try {
            if (V6.matcher(text).matches()) {
                return InetAddress.ofLiteral(text);
            }
        } catch (IllegalArgumentException e) {
            // reported below
        }
        throw OutboundException.refused("the URL's host is not a valid IPv6 address");
    }
}
