package io.stowage.core.agent.spec;

/**
 * The names of containers on their host: {@code stowage-<cluster>-<task id>-<container>}.
 *
 * <p>A name that had to be changed, because of a character that hosts don't take or of its length, ends in a part of its hash, so that
 * two containers never share one.
 */
public final class ContainerNames {

    private static final int LONGEST = 200;
    private static final int HASH_LENGTH = 16;

    private ContainerNames() {}

    /** The name of one container of one task. */
    public static String of(String clusterName, String taskId, String containerName) {
        String wanted = "stowage-" + clusterName + "-" + taskId + "-" + containerName;
        String clean = sanitised(wanted);
        if (clean.equals(wanted) && clean.length() <= LONGEST) {
            return clean;
        }
        String kept = clean.substring(0, Math.min(clean.length(), LONGEST - HASH_LENGTH - 1));
        return kept + "-" + Sha256.hex(wanted).substring(0, HASH_LENGTH);
    }

    private static String sanitised(String name) {
        if (isPlain(name)) {
            return name;
        }
        StringBuilder clean = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            clean.append(isPlain(c) ? c : '-');
        }
        return clean.toString();
    }

    private static boolean isPlain(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!isPlain(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '-'
                || c == '.';
    }
}
