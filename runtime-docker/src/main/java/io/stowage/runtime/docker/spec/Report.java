package io.stowage.runtime.docker.spec;

import io.stowage.runtime.docker.spec.DockerFields.Finding;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a definition on a host. Who reports goes on: whatever it makes of a refused field is thrown away. */
final class Report {

    private static final int LONGEST = 120;

    private final List<Finding> findings;
    private final String prefix;

    Report() {
        this(new ArrayList<>(), "");
    }

    private Report(List<Finding> findings, String prefix) {
        this.findings = findings;
        this.prefix = prefix;
    }

    /** The same report, for the fields below this one. */
    Report below(String field) {
        return new Report(findings, field);
    }

    /** The same report, for the fields of the task definition itself. */
    Report ofTask() {
        return below("");
    }

    /** A container with this field is not created. */
    void refuse(String field, @Nullable Object value, String why) {
        add(field, value, true, why);
    }

    /** The same on a condition. */
    void refuseIf(boolean refused, String field, @Nullable Object value, String why) {
        if (refused) {
            refuse(field, value, why);
        }
    }

    /** A container is created without it. */
    void warn(String field, @Nullable Object value, String why) {
        add(field, value, false, why);
    }

    /** The same on a condition. */
    void warnIf(boolean warned, String field, @Nullable Object value, String why) {
        if (warned) {
            warn(field, value, why);
        }
    }

    private void add(String field, @Nullable Object value, boolean refused, String why) {
        String whole = prefix + field;
        String shown = value == null ? "" : " \"" + shown(value.toString()) + "\"";
        findings.add(new Finding(whole, refused, whole + shown + " " + why));
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    List<String> warnings() {
        return findings.stream().filter(f -> !f.refused()).map(Finding::text).toList();
    }

    void throwIfRefused() throws ContainerRuntimeException {
        Optional<Finding> first = findings.stream().filter(Finding::refused).findFirst();
        if (first.isPresent()) {
            throw ContainerRuntimeException.permanent(
                    Category.CannotCreateContainerError, first.get().text());
        }
    }

    /** A value as one short line: it becomes part of a task's reason to stop. */
    static String shown(String value) {
        StringBuilder line = new StringBuilder();
        for (char c : value.substring(0, Math.min(value.length(), LONGEST)).toCharArray()) {
            line.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
        }
        return value.length() > LONGEST ? line.append("…").toString() : line.toString();
    }
}
