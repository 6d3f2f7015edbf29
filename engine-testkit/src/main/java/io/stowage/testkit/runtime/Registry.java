package io.stowage.testkit.runtime;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** The registry that all hosts pull from: what every tag points to, and everything that it ever pointed to. */
public final class Registry {

    private final Map<String, Integer> moves = new LinkedHashMap<>();
    private final Map<String, String> digests = new LinkedHashMap<>();
    private final Map<String, String> namesByDigest = new LinkedHashMap<>();
    private int movesEach;
    private int asked;

    /**
     * What an image is.
     *
     * @param name under which it was pushed, whether it is asked for by that or by its digest
     * @param digest of its content
     */
    public record Content(String name, String digest) {}

    Registry() {}

    /** Another content is pushed under this name. What was pushed before can be had by its digest. */
    public void move(String name) {
        moves.merge(name, 1, Integer::sum);
        digests.remove(name);
    }

    /** From now on each so-manieth question for a name finds that another content has been pushed just before; 0 for never. */
    public void restless(int nowMovesEach) {
        movesEach = nowMovesEach;
    }

    /** What is pulled under a name, or by a digest: one that was never pushed is a name, too. */
    Content pulled(String image) {
        Content content = content(image);
        if (!content.name().equals(image)) {
            return content;
        }
        asked++;
        if (movesEach > 0 && asked % movesEach == 0) {
            move(image);
        }
        return content(image);
    }

    /** What an image is now. */
    Content content(String image) {
        String digest = image.substring(image.indexOf('@') + 1);
        String name = namesByDigest.get(digest);
        return name == null
                ? new Content(image, digests.computeIfAbsent(image, this::pushed))
                : new Content(name, digest);
    }

    private String pushed(String name) {
        String digest = "sha256:" + sha256(name + " " + moves.getOrDefault(name, 0));
        namesByDigest.put(digest, name);
        return digest;
    }

    private static String sha256(String text) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
