package io.stowage.runtime.docker.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Addresses that the daemon is to speak to. It does so from the host's own network, as root: what listens there for the host alone is in its reach, and so is
 * the metadata service of a cloud, which gives out the host's own credentials.
 */
final class Addresses {

    /** Of digits, and no dotted quad: programs read such words as addresses in different ways. */
    private static final Pattern NUMBER = Pattern.compile("(0[xX][0-9a-fA-F.]*|[0-9.]+)");

    private static final Pattern QUAD =
            Pattern.compile("(BYTE\\.){3}BYTE".replace("BYTE", "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"));

    private static final InetAddress METADATA = literal("fd00:ec2::254").orElseThrow();

    private Addresses() {}

    /** Whether something of the host itself, or of its cloud's metadata, is meant: {@code [scheme://]host[:port][/path]}. */
    static boolean isOfTheHost(String address) {
        String host = host(address);
        return isMetadata(host)
                || host.equals("localhost")
                || host.endsWith(".localhost")
                || literal(host)
                        .map(each -> each.isLoopbackAddress() || each.isAnyLocalAddress())
                        .orElse(false);
    }

    /** Whether the metadata service of a cloud is meant, or a word that may mean it. */
    static boolean isMetadata(String host) {
        return host.equals("metadata.google.internal")
                || host.equals("instance-data")
                || (NUMBER.matcher(host).matches() && !QUAD.matcher(host).matches())
                || literal(host)
                        .map(each -> each.isLinkLocalAddress() || each.equals(METADATA))
                        .orElse(false);
    }

    /** The host alone, in small letters, without brackets and the dot of the root. */
    static String host(String address) {
        String rest = address.strip().toLowerCase(Locale.ROOT).replaceFirst("^[a-z][a-z0-9+.-]*://", "");
        rest = rest.replaceFirst("[/?#].*$", "");
        rest = rest.substring(rest.lastIndexOf('@') + 1);
        if (rest.startsWith("[")) {
            int end = rest.indexOf(']');
            return end < 0 ? rest.substring(1) : rest.substring(1, end);
        }
        int colon = rest.indexOf(':');
        String host = colon >= 0 && colon == rest.lastIndexOf(':') ? rest.substring(0, colon) : rest;
        return host.replaceFirst("\\.$", "");
    }

    /** Asks no name server: only what is an address already is one. */
    private static Optional<InetAddress> literal(String host) {
        if (!QUAD.matcher(host).matches() && !host.contains(":")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(host));
        } catch (UnknownHostException noAddress) {
            return Optional.empty();
        }
    }
}
