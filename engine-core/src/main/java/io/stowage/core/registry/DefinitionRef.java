package io.stowage.core.registry;

import io.stowage.error.ClientException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What names a task definition: {@code family}, {@code family:revision}, or the ARN that ends with either.
 *
 * @param revision null if only the family is named
 */
record DefinitionRef(String given, String family, @Nullable Integer revision) {

    private static final Pattern NAME = Pattern.compile("([A-Za-z0-9_-]{1,255})(?::([0-9]{1,9}))?");
    private static final String RESOURCE = ":task-definition/";

    /** Reads a reference; null if it can't name anything here. */
    static @Nullable DefinitionRef parse(String given, String arnPrefix) {
        String name = given;
        if (given.startsWith("arn:")) {
            if (!given.startsWith(arnPrefix + RESOURCE)) {
                return null;
            }
            name = given.substring(arnPrefix.length() + RESOURCE.length());
        }
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return null;
        }
        String revision = matcher.group(2);
        return new DefinitionRef(given, matcher.group(1), revision == null ? null : Integer.valueOf(revision));
    }

    /** The revision named, or the newest ACTIVE one of the family; null if there is none. */
    static @Nullable RegisteredDefinition find(RegistryTurn turn, String given) {
        DefinitionRef ref = parse(given, turn.arnPrefix());
        if (ref == null) {
            return null;
        }
        return ref.revision == null ? turn.state().latestActive(ref.family) : ref.revision(turn, ref.revision);
    }

    /** The revision named; null if there is none, or only a family is named. */
    static @Nullable RegisteredDefinition findRevision(RegistryTurn turn, String given) {
        DefinitionRef ref = parse(given, turn.arnPrefix());
        return ref == null || ref.revision == null ? null : ref.revision(turn, ref.revision);
    }

    private @Nullable RegisteredDefinition revision(RegistryTurn turn, int number) {
        turn.refuse(new RegistryKey(RegistryKey.Kind.DEFINITION, family + ":" + number));
        return turn.state().definition(family, number);
    }

    static ClientException notFound(String given) {
        return new ClientException("Unable to describe task definition. '" + given
                + "' names no revision; give family, family:revision or an ARN of one that is registered.");
    }

    static String arn(String arnPrefix, String family, int revision) {
        return arnPrefix + RESOURCE + family + ":" + revision;
    }
}
