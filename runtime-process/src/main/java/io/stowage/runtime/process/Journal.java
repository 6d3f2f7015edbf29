package io.stowage.runtime.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the launcher wrote down of a container's only run: lines that it appended, one write each. The last line counts only if it has
 * its end.
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

    static Journal parse(String text) throws IOException {
        List<ProcessId> supervisors = new ArrayList<>();
        ProcessId command = null;
        Integer exitStatus = null;
        String failure = null;
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        for (String line : whole.lines().toList()) {
            String[] words = line.split(" ", 2);
            switch (words[0]) {
                case "supervisor" -> supervisors.add(process(words[1]));
                case "command" -> command = process(words[1]);
                case "exit" -> exitStatus = Integer.valueOf(words[1]);
                case "failed" -> failure = words[1];
                case "" -> {}
                default -> throw new IOException("the journal of a container has the strange line \"" + line + "\"");
            }
        }
        return new Journal(List.copyOf(supervisors), command, exitStatus, failure);
    }

    private static ProcessId process(String words) {
        int blank = words.indexOf(' ');
        return new ProcessId(Long.parseLong(words.substring(0, blank)), Long.parseLong(words.substring(blank + 1)));
    }
}
