package io.stowage.samples.ecsjson;

import io.stowage.samples.ecsjson.Finding.Kind;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says of each field that a definition gives what becomes of it. */
final class Report {

    private static final String INDENT = "           ";

    private final Definition definition;
    private final List<Finding> findings;

    Report(Definition definition, List<Finding> findings) {
        this.definition = definition;
        this.findings = findings;
    }

    boolean refuses() {
        return findings.stream().anyMatch(finding -> finding.kind() == Kind.REFUSED);
    }

    void print(Output output, String runtime) {
        output.line(definition.file() + " on " + runtime);
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        Set<Finding> told = new LinkedHashSet<>();
        for (String field : new Fields(definition.request()).given()) {
            List<Finding> about =
                    findings.stream().filter(finding -> finding.isAbout(field)).toList();
            Kind worst = about.stream()
                    .map(Finding::kind)
                    .max(Comparator.naturalOrder())
                    .orElse(Kind.HONOURED);
            counts.merge(worst, 1, Integer::sum);
            line(output, worst, field);
            about.stream().filter(told::add).forEach(finding -> output.line(INDENT + remainder(finding.text(), field)));
        }
        for (Finding besides : findings) {
            if (told.add(besides)) {
                counts.merge(besides.kind(), 1, Integer::sum);
                line(output, besides.kind(), besides.text());
            }
        }
        output.line(String.format(
                "  %d honoured, %d warned about, %d refused",
                counts.getOrDefault(Kind.HONOURED, 0),
                counts.getOrDefault(Kind.WARNED, 0),
                counts.getOrDefault(Kind.REFUSED, 0)));
    }

    /** The text without the field that the line above it names. */
    private static String remainder(String text, String field) {
        return text.startsWith(field) ? text.substring(field.length()).replaceFirst("^[: .]+", "") : text;
    }

    private static void line(Output output, Kind kind, String text) {
        output.line(kind.colour, "  " + kind.word, " ".repeat(INDENT.length() - 2 - kind.word.length()) + text);
    }
}
