package io.stowage.runtime.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Sorts environment variables by how the launcher hands them over. A name that a shell can export and gives no meaning to is exported.
 * Any other, such as {@code a.b} or {@code IFS}, goes through {@code /usr/bin/env}, which takes every name but shows its arguments in the
 * process list for an instant: fine for a plain variable, refused for a secret.
 *
 * @param exported {@code NAME=VALUE}, for the shell
 * @param passed {@code NAME=VALUE}, for {@code env}
 */
record Environment(List<String> exported, List<String> passed) {

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Set<String> MEANT_BY_SHELLS = Set.of(
            "_",
            "BASHOPTS",
            "BASHPID",
            "BASH_ARGC",
            "BASH_ARGV",
            "BASH_COMMAND",
            "BASH_LINENO",
            "BASH_SOURCE",
            "BASH_SUBSHELL",
            "BASH_VERSINFO",
            "COMP_WORDBREAKS",
            "DIRSTACK",
            "EPOCHREALTIME",
            "EPOCHSECONDS",
            "EUID",
            "FUNCNAME",
            "GROUPS",
            "HISTCMD",
            "IFS",
            "LINENO",
            "OPTIND",
            "POSIXLY_CORRECT",
            "PPID",
            "RANDOM",
            "SECONDS",
            "SHELLOPTS",
            "SRANDOM",
            "UID");

    static Environment of(Map<String, String> variables) {
        List<String> exported = new ArrayList<>();
        List<String> passed = new ArrayList<>();
        variables.forEach((name, value) -> (isExportable(name) ? exported : passed).add(name + "=" + value));
        return new Environment(exported, passed);
    }

    static boolean isExportable(String name) {
        return IDENTIFIER.matcher(name).matches() && !MEANT_BY_SHELLS.contains(name) && !name.startsWith("stowage_");
    }
}
