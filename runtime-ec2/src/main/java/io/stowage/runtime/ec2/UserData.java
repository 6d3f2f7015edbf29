package io.stowage.runtime.ec2;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a machine is told when it boots: a script of a fixed form, which writes variables to a file and may go on to a program of the image.
 *
 * <p>Whoever may ask EC2 about the machine can read it, as can everything that runs on it, so that nothing secret may be in it: what a
 * machine must keep secret it fetches by its instance profile. Names and values are of characters that mean nothing to a shell, so that
 * there is nothing to quote, and nothing to forget.
 *
 * @param variables by their names
 * @param bootProgram the path of a program of the image; null for none
 */
record UserData(Map<String, String> variables, @Nullable String bootProgram) {

    static final String VARIABLE = "userData.";
    static final String BOOT_PROGRAM = "bootProgram";

    /** Where the variables are on the machine. */
    static final String FILE = "/etc/stowage/machine.env";

    private static final int MOST_BYTES = 16 * 1024;
    private static final Pattern NAMES = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");
    private static final Pattern VALUES = Pattern.compile("[A-Za-z0-9._:/-]{0,256}");
    private static final Pattern PROGRAMS = Pattern.compile("(/[A-Za-z0-9_][A-Za-z0-9._-]{0,63}){1,8}");

    static UserData read(PropertyReader properties) {
        Map<String, String> variables = properties.prefixed(
                VARIABLE,
                NAMES,
                VALUES,
                "give a name of capitals, digits and _, and a value of up to 256 letters, digits and . _ : / -");
        String program = properties.optional(
                BOOT_PROGRAM,
                PROGRAMS,
                "give the absolute path of a program of the image, of letters, digits and . _ -");
        UserData userData = new UserData(variables, program);
        int bytes = userData.script().orElse("").length();
        if (bytes > MOST_BYTES) {
            properties.wrong("properties." + VARIABLE + "* make " + bytes + " bytes of user data, but EC2 takes "
                    + MOST_BYTES + ": give fewer or shorter ones");
        }
        return userData;
    }

    /** Empty if there is nothing to say: then it is the image's, or the launch template's, to know. */
    Optional<String> script() {
        if (variables.isEmpty() && bootProgram == null) {
            return Optional.empty();
        }
        List<String> lines = new ArrayList<>(List.of(
                "#!/bin/sh",
                "set -eu",
                "umask 077",
                "mkdir -p /etc/stowage",
                "cat > " + FILE + " <<'END_OF_VARIABLES'"));
        variables.forEach((name, value) -> lines.add(name + "=" + value));
        lines.add("END_OF_VARIABLES");
        if (bootProgram != null) {
            lines.add("exec " + bootProgram);
        }
        return Optional.of(String.join("\n", lines) + "\n");
    }

    /** As EC2 takes it. */
    Optional<String> encoded() {
        return script().map(text -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII)));
    }
}
