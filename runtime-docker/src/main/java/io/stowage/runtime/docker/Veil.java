package io.stowage.runtime.docker;

import io.stowage.spi.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Hides secrets in what a daemon or a registry says of a request that had them: what it says becomes part of a task's reason to stop, which everybody
 * may read. As they are, as they are quoted, and in base64, which is how a login is sent. Who repeats a secret in some other form is not
 * understood. Pure; made for one request, and not kept.
 */
final class Veil {

    /** A shorter one is in every other word, and who says that word tells nothing. */
    static final int SHORTEST = 4;

    /** Over nothing. */
    static final Veil NONE = new Veil(Set.of());

    private static final String HIDDEN = "***";

    private final List<String> forms;

    private Veil(Set<String> forms) {
        this.forms = new ArrayList<>(forms);
        // One that is a part of another would leave the rest of that.
        this.forms.sort(Comparator.comparing(String::length).reversed());
    }

    static Veil over(List<SecretValue> secrets) {
        Set<String> forms = new LinkedHashSet<>();
        for (SecretValue secret : secrets) {
            char[] value = secret.reveal();
            add(forms, String.valueOf(value));
            Arrays.fill(value, '\0');
        }
        return new Veil(forms);
    }

    static Veil over(RegistryCredentials.Login login) {
        Set<String> forms = new LinkedHashSet<>();
        add(forms, login.password());
        if (!forms.isEmpty()) {
            forms.add(base64(login.userName() + ":" + login.password()));
        }
        return new Veil(forms);
    }

    private static void add(Set<String> forms, String value) {
        if (value.length() >= SHORTEST) {
            forms.add(value);
            forms.add(value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
            forms.add(base64(value));
        }
    }

    /** Without what fills it up at its end, which may be left out. */
    private static String base64(String value) {
        return Base64.getEncoder().withoutPadding().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    }

    /** The text as everybody may read it. A whole one: half of a secret is not found. */
    String hide(String text) {
        String hidden = text;
        for (String form : forms) {
            hidden = hidden.replace(form, HIDDEN);
        }
        return hidden;
    }
}
