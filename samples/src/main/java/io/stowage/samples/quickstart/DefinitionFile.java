package io.stowage.samples.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The file {@code hello.json}: a task definition as {@code aws ecs register-task-definition} takes it, in which four placeholders stand
 * for what is known only on the machine that the quickstart runs on.
 *
 * <ul>
 *   <li>{@code ${java}}: the program that runs this very Java. To the process runtime an image is a program.
 *   <li>{@code ${classes}}: where the classes of the sample are.
 *   <li>{@code ${answer}}: what this revision answers.
 *   <li>{@code ${directory}}: the directory of this run, by which its processes are recognised afterwards.
 * </ul>
 */
final class DefinitionFile {

    private static final String RESOURCE = "hello.json";

    private DefinitionFile() {}

    /** The JSON of a revision. */
    static String withAnswer(String answer, Path directory) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("${java}", java().toString());
        values.put("${classes}", classes().toString());
        values.put("${answer}", answer);
        values.put("${directory}", directory.toString());
        String json = text();
        for (Map.Entry<String, String> value : values.entrySet()) {
            json = json.replace(value.getKey(), escaped(value.getValue()));
        }
        return json;
    }

    /** Where the programs of this Java are. */
    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    private static Path classes() {
        try {
            return Path.of(DefinitionFile.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The classes of the sample are not in files", e);
        }
    }

    private static String text() {
        try (InputStream in = Objects.requireNonNull(DefinitionFile.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As it stands between quotes in JSON. */
    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
