package io.stowage.runtime.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The user that a command runs as, from {@code user}, {@code user:group}, {@code uid} or {@code uid:gid}, looked up in the host's
 * {@code /etc/passwd} and {@code /etc/group}.
 *
 * @param home the user's home; {@code /} if unknown
 * @param known whether the user is in {@code /etc/passwd}, and so may be in further groups
 */
record User(int uid, int gid, String home, boolean known) {

    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

    static User parse(String user, Path etc) throws IOException, Image.NotAllowedException {
        int colon = user.indexOf(':');
        String name = colon < 0 ? user : user.substring(0, colon);
        Optional<String[]> entry = find(etc.resolve("passwd"), name);
        Optional<Integer> uid = entry.map(e -> Integer.parseInt(e[2])).or(() -> number(name));
        Optional<Integer> gid = colon < 0
                ? entry.map(e -> Integer.parseInt(e[3])).or(() -> uid)
                : group(user.substring(colon + 1), etc.resolve("group"));
        if (uid.isEmpty() || gid.isEmpty()) {
            throw new Image.NotAllowedException("user \"" + user + "\" is not in " + etc
                    + "/passwd, or its group not in " + etc + "/group: name a user of this host, or give uid:gid");
        }
        return new User(uid.get(), gid.get(), entry.map(e -> e[5]).orElse("/"), entry.isPresent());
    }

    private static Optional<Integer> group(String group, Path file) throws IOException {
        return find(file, group).map(e -> Integer.parseInt(e[2])).or(() -> number(group));
    }

    private static Optional<String[]> find(Path file, String key) throws IOException {
        for (String line : Files.readAllLines(file)) {
            String[] columns = line.split(":", -1);
            if (columns.length > 2 && (columns[0].equals(key) || columns[2].equals(key))) {
                return Optional.of(columns);
            }
        }
        return Optional.empty();
    }

    private static Optional<Integer> number(String text) {
        try {
            return Optional.of(Integer.parseUnsignedInt(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Why a command can't be run as another user here; empty if it can. */
    static Optional<String> unavailable() {
        if (!Host.isRoot()) {
            return Optional.of("the engine does not run as root");
        }
        return Files.isExecutable(SETPRIV) ? Optional.empty() : Optional.of(SETPRIV + " is not installed");
    }

    /** The words that come before a command to run it as this user. */
    List<String> prefix() {
        List<String> words = new ArrayList<>(List.of(SETPRIV.toString(), "--reuid=" + uid, "--regid=" + gid));
        words.add(known ? "--init-groups" : "--clear-groups");
        words.add("--");
        return words;
    }
}
