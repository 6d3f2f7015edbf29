package io.stowage.core.agent.variable;

import io.stowage.spi.SecretValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The variables of several environment files. What was said before a file counts, and of the files the first one that has a name. */
final class FileVariables {

    private final Set<String> taken;
    private final Map<String, SecretValue> variables = new LinkedHashMap<>();

    /** @param taken the names that no file gives a value */
    FileVariables(Set<String> taken) {
        this.taken = new LinkedHashSet<>(taken);
    }

    /** Adds the next file. */
    void add(EnvironmentFileText file) {
        for (SecretValue variable : file.variables()) {
            if (!taken.contains(variable.name())) {
                variables.putIfAbsent(variable.name(), variable);
            }
        }
    }

    List<SecretValue> values() {
        return new ArrayList<>(variables.values());
    }
}
