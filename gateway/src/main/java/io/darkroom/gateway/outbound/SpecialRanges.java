package io.darkroom.gateway.outbound;

import java.util.List;
import java.util.Optional;

/**
 * Address ranges that are not ordinary hosts on the public Internet: IANA's two special-purpose registries (RFC 6890,
 * RFC 8190 and later entries), multicast, retired ranges that some networks still route, and cloud services on public
 * addresses. The JDK's predicates ({@code isSiteLocalAddress} and its kin) miss most of these.
 *
 * <p>For IPv6 the table only gives names: everything outside 2000::/3 is special, listed or not.
 */
final class SpecialRanges {
    private static final List<Range> V4 = List.of(
            range("0.0.0.0/8", "this network", "RFC 791"),
            range("10.0.0.0/8", "private", "RFC 1918"),
            range("100.64.0.0/10", "shared by carrier-grade NAT, also metadata services", "RFC 6598"),
            range("127.0.0.0/8", "loopback", "RFC 1122"),
            range("168.63.129.16/32", "cloud platform service", "Azure"),
            range("169.254.0.0/16", "link-local, metadata services", "RFC 3927"),
            range("172.16.0.0/12", "private", "RFC 1918"),
            range("192.0.0.0/24", "protocol assignments", "RFC 6890"),
            range("192.0.2.0/24", "documentation", "RFC 5737"),
            range("192.31.196.0/24", "AS112", "RFC 7535"),
            range("192.52.193.0/24", "automatic multicast tunneling", "RFC 7450"),
            range("192.88.99.0/24", "6to4 relays", "RFC 7526"),
            range("192.168.0.0/16", "private", "RFC 1918"),
            range("192.175.48.0/24", "AS112", "RFC 7534"),
            range("198.18.0.0/15", "benchmarking", "RFC 2544"),
            range("198.51.100.0/24", "documentation", "RFC 5737"),
            range("203.0.113.0/24", "documentation", "RFC 5737"),
            range("224.0.0.0/4", "multicast", "RFC 5771"),
            range("240.0.0.0/4", "reserved, broadcast", "RFC 1112"));

    private static final List<Range> V6 = List.of(
            range("::/128", "unspecified", "RFC 4291"),
            range("::1/128", "loopback", "RFC 4291"),
            range("::ffff:0:0:0/96", "IPv4-translated", "RFC 7915"),
            range("::/96", "IPv4-compatible", "RFC 4291"),
            range("64:ff9b::/96", "NAT64", "RFC 6052"),
            range("64:ff9b:1::/48", "NAT64", "RFC 8215"),
            range("100::/64", "discard", "RFC 6666"),
            range("100:0:0:1::/64", "dummy prefix", "RFC 9780"),
            range("200::/7", "retired NSAP mapping", "RFC 4048"),
            range("2001::/32", "Teredo", "RFC 4380"),
            range("2001:2::/48", "benchmarking", "RFC 5180"),
            range("2001:10::/28", "retired ORCHID", "RFC 4843"),
            range("2001:20::/28", "ORCHIDv2", "RFC 7343"),
            range("2001:30::/28", "drone identities", "RFC 9374"),
            range("2001::/23", "protocol assignments", "RFC 2928"),
            range("2001:db8::/32", "documentation", "RFC 3849"),
            range("2002::/16", "6to4", "RFC 3056"),
            range("2620:4f:8000::/48", "AS112", "RFC 7534"),
            range("3ffe::/16", "retired 6bone", "RFC 3701"),
            range("3fff::/20", "documentation", "RFC 9637"),
            range("5f00::/16", "segment routing", "RFC 9602"),
            range("fc00::/7", "unique local, metadata services", "RFC 4193"),
            range("fe80::/10", "link-local", "RFC 4291"),
            range("fec0::/10", "retired site-local", "RFC 3879"),
            range("ff00::/8", "multicast", "RFC 4291"));

    private static final Cidr GLOBAL_UNICAST = Cidr.parse("2000::/3");
    private static final Range NOT_GLOBAL = new Range(Cidr.parse("::/0"), "not global unicast", "RFC 4291");
    private static final Range ISATAP = new Range(Cidr.parse("::/0"), "ISATAP, an IPv4 address inside", "RFC 5214");

    private SpecialRanges() {}

    /** The special range of an address (4 or 16 bytes); empty for an ordinary public address. */
    static Optional<Range> find(byte[] address) {
        if (address.length == 4) {
            return first(V4, address);
        }
        if (isMapped(address)) {
            return first(V4, new byte[] {address[12], address[13], address[14], address[15]})
                    .or(() -> Optional.of(NOT_GLOBAL));
        }
        return first(V6, address).or(() -> {
            if (!GLOBAL_UNICAST.contains(address)) {
                return Optional.of(NOT_GLOBAL);
            }
            return isIsatap(address) ? Optional.of(ISATAP) : Optional.empty();
        });
    }

    private static Optional<Range> first(List<Range> ranges, byte[] address) {
        return ranges.stream().filter(range -> range.block().contains(address)).findFirst();
    }

    /** ::ffff:a.b.c.d. The JDK turns such addresses into IPv4 ones; this does not rely on it. */
    private static boolean isMapped(byte[] address) {
        for (int i = 0; i < 10; i++) {
            if (address[i] != 0) {
                return false;
            }
        }
        return address[10] == (byte) 0xff && address[11] == (byte) 0xff;
    }

    /** Interface identifier 0000:5efe:a.b.c.d, or 0200:5efe. */
    private static boolean isIsatap(byte[] address) {
        return (address[8] & 0xfd) == 0 && address[9] == 0 && address[10] == 0x5e && address[11] == (byte) 0xfe;
    }

    private static Range range(String block, String name, String source) {
        return new Range(Cidr.parse(block), name, source);
    }

    /**
     * A special range.
     *
     * @param source the RFC, or the provider of the service
     */
    record Range(Cidr block, String name, String source) {}
}
