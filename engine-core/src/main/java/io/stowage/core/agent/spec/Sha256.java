package io.stowage.core.agent.spec;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;

/** SHA-256 of text. */
final class Sha256 {

    private Sha256() {}

    /** 64 lower-case hexadecimal digits. */
    static String hex(String text) {
        return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString();
    }
}
