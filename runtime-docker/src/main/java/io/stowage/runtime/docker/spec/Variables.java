package io.stowage.runtime.docker.spec;

import io.stowage.spi.ContainerSpec;
import io.stowage.spi.SecretValue;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The environment that everybody may see. A secret wins over it. */
final class Variables {

    private Variables() {}

    static Map<String, String> of(ContainerSpec spec, Report report) {
        Map<String, String> variables = new LinkedHashMap<>(spec.environment());
        variables.forEach((name, value) -> {
            checkName(report, "environment", name);
            Texts.checkText(report, "environment[" + Report.shown(name) + "]", value, true);
        });
        for (SecretValue secret : spec.secrets()) {
            variables.remove(secret.name());
            if (spec.isFromEnvironmentFile(secret)) {
                checkFromFile(report, secret);
            } else {
                checkName(report, "secrets", secret.name());
                checkSecret(report, secret);
            }
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
        report.refuseIf(
                !canArrive(secret.reveal()),
                "secrets[].name",
                secret.name(),
                "has a value with a NUL character or half of a surrogate pair, which no process can be given: encode it");
    }

    /** Without its name, which may be a piece of a value: of a key, say, that goes on in the next line. */
    private static void checkFromFile(Report report, SecretValue variable) {
        boolean controls = variable.name().chars().anyMatch(Character::isISOControl);
        report.refuseIf(
                controls || !canArrive(variable.name().toCharArray()) || !canArrive(variable.reveal()),
                "environmentFiles",
                null,
                "hold a control character in a name, or a NUL character or half of a surrogate pair in a value, which no process"
                        + " can be given: take it out, or encode it");
    }

    private static boolean canArrive(char[] text) {
        boolean can = true;
        for (int i = 0; i < text.length; i++) {
            can &= text[i] != 0 && !isHalf(text, i);
        }
        Arrays.fill(text, '\0');
        return can;
    }

    private static boolean isHalf(char[] value, int i) {
        boolean paired = Character.isHighSurrogate(value[i])
                ? i + 1 < value.length && Character.isLowSurrogate(value[i + 1])
                : i > 0 && Character.isHighSurrogate(value[i - 1]);
        return Character.isSurrogate(value[i]) && !paired;
    }
}
