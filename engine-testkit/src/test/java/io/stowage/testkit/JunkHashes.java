package io.stowage.testkit;

import java.util.HashSet;
import java.util.Set;

/** Objects that are hashed by identity and kept, so that all that come later have other hashes than without them. */
public final class JunkHashes {

    private static final Set<Object> KEPT = new HashSet<>();

    private JunkHashes() {}

    public static void make(int number) {
        for (int i = 0; i < number; i++) {
            KEPT.add(new Object());
        }
    }
}
