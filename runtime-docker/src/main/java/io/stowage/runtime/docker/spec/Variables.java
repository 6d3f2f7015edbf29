package io.stowage.runtime.docker.spec;

import io.stowage.model.EnvironmentFile;
import io.stowage.runtime.docker.spec.EnvironmentFiles.NotAvailableException;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.SecretValue;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The environment. What the specification says wins over environment files; of several files the first one that has a name gives its value, and
 * in one file the last line. A secret wins over both.
 */
final class Variables {

    private static final String FILES = "environmentFiles";
    private static final String SECRETS = "secrets";

    private Variables() {}

    static Map<String, String> of(ContainerSpec spec, @Nullable EnvironmentFiles files, Report report)
            throws ContainerRuntimeException {
        Map<String, String> variables = new LinkedHashMap<>(fromFiles(spec, files, report));
        variables.putAll(spec.environment());
        variables.forEach((name, value) -> {
            checkName(report, "environment", name);
            Texts.checkText(report, "environment[" + Report.shown(name) + "]", value, true);
        });
        for (SecretValue secret : spec.secrets()) {
            variables.remove(secret.name());
            checkName(report, SECRETS, secret.name());
            checkSecret(report, secret);
        }
        return variables;
    }

    private static Map<String, String> fromFiles(ContainerSpec spec, @Nullable EnvironmentFiles files, Report report)
            throws ContainerRuntimeException {
        List<EnvironmentFile> named = Texts.orEmpty(spec.definition().environmentFiles());
        Map<String, String> variables = new LinkedHashMap<>();
        if (!named.isEmpty() && files == null) {
            report.refuse(
                    FILES,
                    named.get(0).value(),
                    "can't be read: configure who reads environment files, or put the variables into environment");
            return variables;
        }
        for (EnvironmentFile file : named) {
            parse(read(files, file), report).forEach(variables::putIfAbsent);
        }
        return variables;
    }

    private static String read(@Nullable EnvironmentFiles files, EnvironmentFile file)
            throws ContainerRuntimeException {
        try {
            return files == null ? "" : files.read(file);
        } catch (NotAvailableException e) {
            throw ContainerRuntimeException.permanent(
                    Category.ResourceInitializationError, unavailable(file) + ": " + e.getMessage());
        } catch (RuntimeException e) {
            // Its message is not ours to repeat: nobody promised that it holds no secret.
            throw ContainerRuntimeException.retryable(
                    Category.ResourceInitializationError,
                    unavailable(file) + ": who reads it failed with "
                            + e.getClass().getSimpleName());
        }
    }

    private static String unavailable(EnvironmentFile file) {
        return FILES + " \"" + Report.shown(file.value()) + "\" is not available";
    }

    /** A line without a name is passed over, as ECS's agent does, and said. */
    static Map<String, String> parse(String text, Report report) {
        Map<String, String> variables = new LinkedHashMap<>();
        int number = 0;
        for (String line : text.split("\r?\n", -1)) {
            number++;
            String start = line.stripLeading();
            int equals = start.indexOf('=');
            if (start.isEmpty() || start.startsWith("#")) {
                continue;
            }
            if (equals <= 0) {
                // Not the line itself: it may be a piece of a secret.
                report.warn(FILES, null, "has no NAME=VALUE in line " + number + ", which is passed over");
                continue;
            }
            variables.put(start.substring(0, equals).stripTrailing(), start.substring(equals + 1));
        }
        return variables;
    }

    private static void checkName(Report report, String field, String name) {
        report.refuseIf(
                name.isEmpty() || name.indexOf('=') >= 0,
                field + "[].name",
                name,
                "can't name an environment variable: it must not be empty nor hold \"=\"");
        Texts.checkText(report, field + "[].name", name, false);
    }

    private static void checkSecret(Report report, SecretValue secret) {
        char[] value = secret.reveal();
        boolean bad = false;
        for (int i = 0; i < value.length; i++) {
            bad |= value[i] == 0 || isHalf(value, i);
        }
        Arrays.fill(value, '\0');
        report.refuseIf(
                bad,
                SECRETS + "[].name",
                secret.name(),
                "has a value with a NUL character or half of a surrogate pair, which no process can be given: encode it");
    }

    private static boolean isHalf(char[] value, int i) {
        boolean paired = Character.isHighSurrogate(value[i])
                ? i + 1 < value.length && Character.isLowSurrogate(value[i + 1])
                : i > 0 && Character.isHighSurrogate(value[i - 1]);
        return Character.isSurrogate(value[i]) && !paired;
    }
}
