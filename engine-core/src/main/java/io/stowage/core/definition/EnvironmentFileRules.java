package io.stowage.core.definition;

import static io.stowage.core.definition.Findings.quote;

import io.stowage.model.EnvironmentFile;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** ECS's rules for the environment files of a container, in its definition or in an override. */
public final class EnvironmentFileRules {

    private static final int MOST_FILES = 10;
    private static final String ENDING = ".env";

    private EnvironmentFileRules() {}

    /**
     * Checks them.
     *
     * @param field where they are
     * @param files null for none
     * @param broken is told the field that breaks a rule; and its value, the rule and what to do
     */
    public static void check(String field, @Nullable List<EnvironmentFile> files, BiConsumer<String, String> broken) {
        int count = Lists.orEmpty(files).size();
        if (count > MOST_FILES) {
            broken.accept(field, count + " files are given; at most " + MOST_FILES + " are allowed. Join some.");
        }
        Lists.each(field, files, (place, file) -> {
            if (!file.value().endsWith(ENDING)) {
                broken.accept(
                        place + ".value", quote(file.value()) + " does not end in " + ENDING + "; rename the file.");
            }
        });
    }
}
