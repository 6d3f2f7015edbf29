package io.stowage.runtime.process;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the launcher wrote down of a container's only run: lines that it appended, one write each. The last line counts only if it has
 * its end. Supervisors wrote themselves into the file {@code container}, the rest is in {@code journal}.
 *
 * @param supervisors those that wrote themselves down before they tried for the claim; one of them won it
 * @param command what became the command; null if it did not come that far
 * @param exitStatus as a shell gives it, 128 + n for signal n; null if it is not there
 * @param failure why the command was not run; null if there is nothing to say
 */
record Journal(
        List<ProcessId> supervisors,
        @Nullable ProcessId command,
        @Nullable Integer exitStatus,
        @Nullable String failure) {

    private static final Pattern LINE =
            Pattern.compile("(supervisor|command) ([0-9]{1,18}) ([0-9]{1,18})|exit ([0-9]{1,3})|failed (.+)");

    /** Nothing was written yet. */
    static final Journal EMPTY = new Journal(List.of(), null, null, null);

    /** A line that is not whole, because the disk was full when it was written, says nothing. */
    static Journal parse(String appended, String journal) {
        List<ProcessId> supervisors = new ArrayList<>();
        ProcessId command = null;
        Integer exitStatus = null;
        String failure = null;
        List<String> lines = new ArrayList<>(wholeLines(appended));
        lines.addAll(wholeLines(journal));
        for (String line : lines) {
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                continue;
            }
            if (matcher.group(1) != null) {
                ProcessId process = ProcessId.of(matcher.group(2), matcher.group(3));
                if (matcher.group(1).equals("command")) {
                    command = process;
                } else {
                    supervisors.add(process);
                }
            } else if (matcher.group(4) != null) {
                exitStatus = Integer.valueOf(matcher.group(4));
            } else {
                failure = matcher.group(5);
            }
        }
        return new Journal(List.copyOf(supervisors), command, exitStatus, failure);
    }

    private static List<String> wholeLines(String text) {
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }
}
