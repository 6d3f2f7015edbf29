package io.stowage.core.placement;

import io.stowage.error.InvalidParameterException;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The size of a whole task, as ECS lets it be written: {@code 256} or {@code .25 vCPU}, {@code 512} or {@code 0.5 GB}. */
final class TaskSize {

    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");
    private static final Pattern VCPU = Pattern.compile("([0-9]{0,6}\\.?[0-9]{1,6}) ?vcpu", Pattern.CASE_INSENSITIVE);
    private static final Pattern GB = Pattern.compile("([0-9]{0,6}\\.?[0-9]{1,6}) ?gb", Pattern.CASE_INSENSITIVE);
    private static final BigDecimal UNITS = BigDecimal.valueOf(1024);

    private TaskSize() {}

    static int cpuUnits(String cpu) {
        return parse(cpu, VCPU, "cpu", "CPU units as a whole number, or vCPUs as '1 vCPU'");
    }

    static int mebibytes(String memory) {
        return parse(memory, GB, "memory", "MiB as a whole number, or GB as '1 GB'");
    }

    private static int parse(String text, Pattern unit, String field, String rule) {
        String trimmed = text.trim();
        if (WHOLE.matcher(trimmed).matches()) {
            return Integer.parseInt(trimmed);
        }
        Matcher matcher = unit.matcher(trimmed);
        if (!matcher.matches()) {
            throw new InvalidParameterException(field + " is '" + text + "'; it must be " + rule);
        }
        return new BigDecimal(matcher.group(1)).multiply(UNITS).intValue();
    }
}
