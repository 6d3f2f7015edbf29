package io.stowage.runtime.docker;

import io.stowage.spi.ContainerSpec;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Tells containers of ours from those that only look so, by a digest of name and specification that needs a key to be made. Thread-safe. */
final class Digests {

    static final String LABEL = "io.stowage.digest";

    private static final String ALGORITHM = "HmacSHA256";

    private final byte @Nullable [] key;

    /** Without a key, every container with the engine's labels is taken for ours. */
    Digests(byte @Nullable [] key) {
        this.key = key == null ? null : key.clone();
    }

    /** What a new container carries besides; may be empty. */
    Map<String, String> labels(ContainerSpec spec) {
        return key == null ? Map.of() : Map.of(LABEL, digest(spec.name(), spec.specHash(), key));
    }

    /** Whether a container was made by an engine, and by one with this key. */
    boolean isOurs(String name, Map<String, String> labels) {
        String hash = labels.get(ContainerSpec.SPEC_HASH_LABEL);
        if (hash == null || key == null) {
            return hash != null;
        }
        byte[] wanted = digest(name, hash, key).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(wanted, labels.getOrDefault(LABEL, "").getBytes(StandardCharsets.UTF_8));
    }

    /** The length tells where the name ends. */
    private static String digest(String name, String hash, byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            byte[] sum = mac.doFinal((name.length() + ":" + name + hash).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
