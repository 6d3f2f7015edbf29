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
import java.util.function.Supplier;

/**
 * Hides secrets in what a daemon or a registry says of a request that had them: what it says becomes part of a task's reason to stop, which everybody
 * may read. As they are, as they are quoted, and in base64, which is how a login is sent. Who repeats a secret in some other form is not
 * understood. Made for one request or one answer, and not kept; looks at the secrets only when something has to be hidden, so that what goes well makes no copies.
 */
final class Veil {

    /** A shorter one is in every other word, and who says that word tells nothing. */
    static final int SHORTEST = 4;

    /** Over nothing. */
    static final Veil NONE = new Veil(Set::of);

    private static final String HIDDEN = "***";

    private final Supplier<Set<String>> forms;

    private Veil(Supplier<Set<String>> forms) {
        this.forms = forms;
    }

    static Veil over(List<SecretValue> secrets) {
        return new Veil(() -> formsOf(secrets));
    }

    /** Over those that are found when something has to be hidden. */
    static Veil over(Supplier<List<SecretValue>> secrets) {
        return new Veil(() -> formsOf(secrets.get()));
    }

    static Veil over(RegistryCredentials.Login login) {
        return new Veil(() -> formsOf(login));
    }

    private static Set<String> formsOf(List<SecretValue> secrets) {
        Set<String> forms = new LinkedHashSet<>();
        for (SecretValue secret : secrets) {
            char[] revealed = secret.reveal();
            String value = String.valueOf(revealed);
            add(forms, value);
            // A value that was read from a file ends in a line end, which may get lost on the way.
            add(forms, value.strip());
            Arrays.fill(revealed, '\0');
        }
        return forms;
    }

    private static Set<String> formsOf(RegistryCredentials.Login login) {
        Set<String> forms = new LinkedHashSet<>();
        add(forms, login.password());
        if (!forms.isEmpty()) {
            forms.add(base64(login.userName() + ":" + login.password()));
        }
        return forms;
    }

    private static void add(Set<String> forms, String value) {
        if (value.length() >= SHORTEST) {
            forms.add(value);
            forms.add(quoted(value));
            forms.add(base64(value));
        }
    }

    private static String quoted(String value) {
        return value.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }

    /** Without what fills it up at its end, which may be left out. */
    private static String base64(String value) {
        return Base64.getEncoder().withoutPadding().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    }

    /** The text as everybody may read it. A whole one: half of a secret is not found. */
    String hide(String text) {
        List<String> longestFirst = new ArrayList<>(forms.get());
        // One that is a part of another would leave the rest of that.
        longestFirst.sort(Comparator.comparing(String::length).reversed());
        String hidden = text;
        for (String form : longestFirst) {
            hidden = hidden.replace(form, HIDDEN);
        }
        return hidden;
    }
}
