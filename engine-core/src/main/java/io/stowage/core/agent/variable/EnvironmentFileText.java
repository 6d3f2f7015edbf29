package io.stowage.core.agent.variable;

import io.stowage.spi.SecretValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an environment file says, as ECS's agent reads it: a variable a line, whose name is all before the first {@code =} and whose value all
 * after it. Nothing is trimmed, unquoted or replaced. A line that begins with {@code #} is a comment. Of several lines with one name the last one
 * counts. A line without a name or without a {@code =} is passed over.
 *
 * <p>A value may be empty, as it may where a task runs on Fargate; ECS's agent on EC2 passes over such a line, and its author would never know.
 *
 * @param variables each name once, in the order in which the names come first
 * @param passedOver how many lines were passed over, blank ones and comments not counted
 * @param firstPassedOver the number of the first of them, from 1; 0 if there is none
 */
record EnvironmentFileText(List<SecretValue> variables, int passedOver, int firstPassedOver) {

    EnvironmentFileText {
        variables = List.copyOf(variables);
    }

    static EnvironmentFileText parse(char[] text) {
        return new Reading(text).read();
    }

    /** Goes through the characters themselves: a line as a string could not be overwritten. */
    private static final class Reading {
        private final char[] text;
        private final Map<String, SecretValue> variables = new LinkedHashMap<>();
        private int passedOver;
        private int firstPassedOver;

        Reading(char[] text) {
            this.text = text;
        }

        EnvironmentFileText read() {
            int start = 0;
            for (int number = 1; start < text.length; number++) {
                int end = find('\n', start, text.length);
                line(start, end > start && text[end - 1] == '\r' ? end - 1 : end, number);
                start = end + 1;
            }
            return new EnvironmentFileText(new ArrayList<>(variables.values()), passedOver, firstPassedOver);
        }

        private void line(int start, int end, int number) {
            if (isBlank(start, end) || text[start] == '#') {
                return;
            }
            int equals = find('=', start, end);
            if (equals == start || equals == end) {
                passOver(number);
                return;
            }
            String name = String.valueOf(text, start, equals - start);
            char[] value = Arrays.copyOfRange(text, equals + 1, end);
            variables.put(name, new SecretValue(name, value));
            Arrays.fill(value, '\0');
        }

        private void passOver(int number) {
            if (passedOver == 0) {
                firstPassedOver = number;
            }
            passedOver++;
        }

        private boolean isBlank(int start, int end) {
            int at = start;
            while (at < end && Character.isWhitespace(text[at])) {
                at++;
            }
            return at == end;
        }

        /** Where a character comes first; the end if it doesn't. */
        private int find(char wanted, int start, int end) {
            int at = start;
            while (at < end && text[at] != wanted) {
                at++;
            }
            return at;
        }
    }
}
