package io.stowage.testkit.shrink;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** In what way a run failed: by which rule, or by which exception. Two runs fail in the same way if this is the same. */
public final class FailureKind {

    private static final Pattern RULE = Pattern.compile("\\b([SL]\\d+) violated");
    private static final Pattern EXCEPTION = Pattern.compile("\\b(\\w+(?:Exception|Error))\\b");

    private FailureKind() {}

    /** The rule's number or else the exception's name, as a violation's text tells them first. */
    public static String of(String violation) {
        Matcher rule = RULE.matcher(violation);
        if (rule.find()) {
            return rule.group(1);
        }
        Matcher exception = EXCEPTION.matcher(violation);
        return exception.find() ? exception.group(1) : "unknown";
    }
}
