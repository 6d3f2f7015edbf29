package io.stowage.core.query;

import com.google.re2j.Pattern;
import io.stowage.core.query.Operator.Argument;
import io.stowage.core.text.Nearest;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes comparisons ready to be asked: values are read, dates and versions as such, and patterns compiled once.
 *
 * <p>A comparison is true if what it compares has a value for which it is true. So on an instance without the attribute, or with it but
 * without a value, every comparison with a value is false, {@code !=}, {@code !in} and {@code !~} too, as in ECS; {@code not(…)} around one is
 * true. An instance has a value of {@code task:group} for each of its tasks, so that one of them is enough.
 */
final class Conditions {

    private static final List<String> TRUTH = List.of("true", "false");

    private Conditions() {}

    /**
     * The condition for a comparison.
     *
     * @param values as many as the operator takes
     * @throws BadValueException if a value can't be compared with
     */
    static Condition of(Subject subject, Operator operator, List<String> values) {
        return switch (subject.kind()) {
            case ATTRIBUTE -> attribute(subject.attribute(), operator, values);
            case TASK_GROUP -> taskGroup(operator, values);
            case EC2_INSTANCE_ID -> ec2InstanceId(text(operator, values));
            case AGENT_CONNECTED -> agentConnected(operator, values);
            case AGENT_VERSION -> agentVersion(operator, values.get(0));
            case REGISTERED_AT -> RegistrationDate.condition(operator, values.get(0));
            case RUNNING_TASKS_COUNT -> runningTasksCount(operator, values.get(0));
        };
    }

    private static Condition attribute(String name, Operator operator, List<String> values) {
        if (operator.argument() == Argument.NONE) {
            boolean there = operator == Operator.EXISTS;
            return instance -> (instance.attribute(name) != null) == there;
        }
        Predicate<String> test = text(operator, values);
        return instance -> {
            String value = instance.attribute(name);
            return value != null && !value.isEmpty() && test.test(value);
        };
    }

    private static Condition taskGroup(Operator operator, List<String> values) {
        if (operator.argument() == Argument.NONE) {
            boolean there = operator == Operator.EXISTS;
            return instance -> instance.anyGroup(group -> true) == there;
        }
        if (operator == Operator.EQUALS) {
            String group = values.get(0);
            return instance -> instance.tasksOfGroup(group) > 0;
        }
        Predicate<String> test = text(operator, values);
        return instance -> instance.anyGroup(test);
    }

    private static Condition ec2InstanceId(Predicate<String> test) {
        return instance -> {
            String id = instance.ec2InstanceId();
            return id != null && test.test(id);
        };
    }

    private static Condition agentConnected(Operator operator, List<String> values) {
        if (operator.argument() != Argument.PATTERN) {
            for (int i = 0; i < values.size(); i++) {
                requireTruth(i, values.get(i));
            }
        }
        Predicate<String> test = text(operator, values);
        boolean whenConnected = test.test("true");
        boolean whenNot = test.test("false");
        return instance -> instance.connected() ? whenConnected : whenNot;
    }

    private static void requireTruth(int index, String value) {
        if (!TRUTH.contains(value)) {
            throw new BadValueException(
                    index,
                    0,
                    Malformed.quoted(value) + " is no value of agentConnected; expected true or false"
                            + sentence(Nearest.hint(value, TRUTH)));
        }
    }

    private static Condition agentVersion(Operator operator, String value) {
        if (!AgentVersion.isOne(value)) {
            throw new BadValueException(
                    0, 0, Malformed.quoted(value) + " is no version; expected numbers and periods, such as 1.14.5");
        }
        return instance -> {
            String version = instance.agentVersion();
            return version != null
                    && AgentVersion.isOne(version)
                    && operator.admits(AgentVersion.compare(version, value));
        };
    }

    private static Condition runningTasksCount(Operator operator, String value) {
        if (value.isEmpty() || value.length() > 9 || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new BadValueException(
                    0, 0, Malformed.quoted(value) + " is no number of tasks; expected 0 to 999999999, in digits alone");
        }
        int count = Integer.parseInt(value);
        return instance -> operator.admits(Integer.compare(instance.runningTasksCount(), count));
    }

    private static Predicate<String> text(Operator operator, List<String> values) {
        return switch (operator.argument()) {
            case NONE -> throw new IllegalStateException(operator + " compares with nothing");
            case VALUE -> compared(operator, values.get(0));
            case LIST -> listed(values, operator == Operator.IN);
            case PATTERN -> matched(Patterns.compile(values.get(0)), operator == Operator.MATCHES);
        };
    }

    private static Predicate<String> compared(Operator operator, String value) {
        return switch (operator) {
            case EQUALS -> value::equals;
            case NOT_EQUALS -> text -> !value.equals(text);
            default -> text -> operator.admits(text.compareTo(value));
        };
    }

    private static Predicate<String> listed(List<String> values, boolean in) {
        List<String> list = List.copyOf(values);
        return text -> list.contains(text) == in;
    }

    private static Predicate<String> matched(Pattern pattern, boolean matches) {
        return text -> pattern.matches(text) == matches;
    }

    private static String sentence(String hint) {
        return hint.isEmpty() ? "" : "." + hint;
    }
}
