package io.stowage.core.query;

import io.stowage.core.text.Nearest;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What of a container instance is compared.
 *
 * @param attribute the attribute's name; empty for the other kinds
 */
record Subject(Kind kind, String attribute) {

    private static final Set<Operator> TEXT = EnumSet.of(
            Operator.EQUALS, Operator.NOT_EQUALS, Operator.IN, Operator.NOT_IN, Operator.MATCHES, Operator.NOT_MATCHES);
    private static final Set<Operator> ORDERED = EnumSet.of(
            Operator.EQUALS,
            Operator.NOT_EQUALS,
            Operator.GREATER,
            Operator.GREATER_EQUAL,
            Operator.LESS,
            Operator.LESS_EQUAL);

    enum Kind {
        AGENT_CONNECTED("agentConnected", TEXT),
        AGENT_VERSION("agentVersion", ORDERED),
        ATTRIBUTE("attribute:NAME", EnumSet.allOf(Operator.class)),
        EC2_INSTANCE_ID("ec2InstanceId", TEXT),
        REGISTERED_AT("registeredAt", ORDERED),
        RUNNING_TASKS_COUNT("runningTasksCount", ORDERED),
        TASK_GROUP("task:group", EnumSet.allOf(Operator.class));

        private final String word;
        private final Set<Operator> operators;

        Kind(String word, Set<Operator> operators) {
            this.word = word;
            this.operators = operators;
        }

        boolean takes(Operator operator) {
            return operators.contains(operator);
        }

        /** The signs of the operators that it takes, for a message. */
        String operators() {
            return operators.stream().map(Operator::toString).collect(Collectors.joining(", "));
        }
    }

    static final String ATTRIBUTE = "attribute:";

    /** All of them, for a message. */
    static final String EXPECTED =
            "attribute:NAME, task:group, agentConnected, agentVersion, ec2InstanceId, registeredAt or runningTasksCount";

    private static final List<String> WORDS = List.of(
            "task:group",
            "agentConnected",
            "agentVersion",
            "ec2InstanceId",
            "registeredAt",
            "runningTasksCount",
            ATTRIBUTE,
            "not");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_/\\\\.-]{1,128}");

    /** The subject that the word names; null if it names none. An attribute's name is not looked at. */
    static @Nullable Subject named(String word) {
        if (word.startsWith(ATTRIBUTE)) {
            return new Subject(Kind.ATTRIBUTE, word.substring(ATTRIBUTE.length()));
        }
        for (Kind kind : Kind.values()) {
            if (kind.word.equals(word) && kind != Kind.ATTRIBUTE) {
                return new Subject(kind, "");
            }
        }
        return null;
    }

    /** A sentence that says what was most likely meant, with a leading space; empty if nothing is near. */
    static String hint(String word) {
        int colon = word.indexOf(':');
        String rest = word.substring(colon + 1);
        if (colon > 0 && "attribute".equals(Nearest.of(word.substring(0, colon), List.of("attribute")))) {
            return didYouMean(ATTRIBUTE + rest);
        }
        if (word.startsWith("ecs.")) {
            return didYouMean(ATTRIBUTE + word);
        }
        String near = Nearest.hint(word, WORDS);
        return near.isEmpty() && NAME.matcher(word).matches() ? didYouMean(ATTRIBUTE + word) : near;
    }

    private static String didYouMean(String word) {
        return word.length() <= Malformed.LONGEST_WORD ? " Did you mean '" + word + "'?" : "";
    }

    /** Whether an attribute may have its name; true for the other kinds. */
    boolean wellNamed() {
        return kind != Kind.ATTRIBUTE || NAME.matcher(attribute).matches();
    }

    /** As it is written. */
    @Override
    public String toString() {
        return kind == Kind.ATTRIBUTE ? ATTRIBUTE + attribute : kind.word;
    }
}
