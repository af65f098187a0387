package io.darkroom.gateway.outbound;

import java.net.InetAddress;

/**
 * A CIDR block: the addresses whose first {@code bits} bits equal the prefix. IPv4 and IPv6; addresses of the other
 * family never match.
 */
record Cidr(byte[] prefix, int bits) {
    static Cidr parse(String text) {
        int slash = text.indexOf('/');
        byte[] prefix = InetAddress.ofLiteral(text.substring(0, slash)).getAddress();
        return new Cidr(prefix, Integer.parseInt(text.substring(slash + 1)));
    }

    boolean contains(byte[] address) {
        if (address.length != prefix.length) {
            return false;
        }
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (address[i] != prefix[i]) {
                return false;
            }
        }
        int rest = bits % 8;
        int mask = 0xff00 >> rest & 0xff;
        return rest == 0 || (address[whole] & mask) == (prefix[whole] & mask);
    }
}
