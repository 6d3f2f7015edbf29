package io.stowage.core.definition;

import static io.stowage.core.definition.Findings.quote;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The size of a whole task, from ECS's texts: CPU units ({@code 512}) or vCPUs ({@code .5 vCPU}), MiB ({@code 1024}) or GB
 * ({@code 1GB}).
 *
 * @param cpu CPU units; null if not given, or not valid
 * @param memory MiB; null if not given, or not valid
 */
record TaskSize(@Nullable Integer cpu, @Nullable Integer memory) {

    private static final int LEAST_CPU = 128;
    private static final int MOST_CPU = 196_608;
    private static final int LEAST_MEMORY = 6;
    private static final int UNITS = 1024;
    private static final int LONGEST_TEXT = 20;
    private static final Pattern TEXT = Pattern.compile("(\\d*\\.?\\d+) ?(vcpu|gb|)");

    /** Reads both texts and adds what is wrong with them. */
    static TaskSize read(Findings findings, @Nullable String cpu, @Nullable String memory) {
        Integer units = units(findings, "cpu", cpu, "vcpu", "CPU units such as \"512\", or vCPUs such as \".5 vCPU\"");
        Integer mebibytes = units(findings, "memory", memory, "gb", "MiB such as \"1024\", or GB such as \"1GB\"");
        findings.range("cpu", units, LEAST_CPU, MOST_CPU);
        findings.range("memory", mebibytes, LEAST_MEMORY, Integer.MAX_VALUE);
        return new TaskSize(units, mebibytes);
    }

    private static @Nullable Integer units(
            Findings findings, String field, @Nullable String text, String unit, String forms) {
        if (text == null) {
            return null;
        }
        Matcher matcher = TEXT.matcher(text.toLowerCase(Locale.ROOT));
        boolean known = text.length() <= LONGEST_TEXT
                && matcher.matches()
                && (matcher.group(2).isEmpty() || matcher.group(2).equals(unit));
        if (!known) {
            findings.error(field, quote(text) + " is no size; give " + forms + ".");
            return null;
        }
        BigDecimal number = new BigDecimal(matcher.group(1));
        BigDecimal units = matcher.group(2).isEmpty() ? number : number.multiply(BigDecimal.valueOf(UNITS));
        return whole(findings, field, text, units);
    }

    private static @Nullable Integer whole(Findings findings, String field, String text, BigDecimal units) {
        try {
            return units.intValueExact();
        } catch (ArithmeticException e) {
            findings.error(
                    field,
                    quote(text) + " is no whole number of units within bounds; give "
                            + (field.equals("cpu") ? "a multiple of 1/1024 vCPU." : "a multiple of 1/1024 GB."));
            return null;
        }
    }
}
