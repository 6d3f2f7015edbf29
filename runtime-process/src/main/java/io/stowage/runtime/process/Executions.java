package io.stowage.runtime.process;

import io.stowage.spi.CommandResult;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.SecretValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Commands in running containers: with the environment, the secrets, the user, the working directory and the control groups of the container.
 *
 * <p>Secrets are remembered for the containers that this object created. For those of an earlier engine they are read from the environment
 * that the kernel shows of the command, where they are unless the command has overwritten it.
 */
final class Executions {

    private final Launcher launcher;
    private final Cgroups cgroups;
    private final Map<String, List<SecretValue>> secrets = new ConcurrentHashMap<>();

    Executions(Launcher launcher, Cgroups cgroups) {
        this.launcher = launcher;
        this.cgroups = cgroups;
    }

    void remember(ContainerRecord record, List<SecretValue> values) {
        if (!values.isEmpty()) {
            secrets.put(record.nonce(), values);
        }
    }

    void forget(ContainerRecord record) {
        secrets.remove(record.nonce());
    }

    /** The words of a command, its program found: absolute, or relative to the working directory; under an allowed root either way. */
    List<String> resolve(Containers.Seen seen, List<String> command, AllowedRoots roots)
            throws ContainerRuntimeException {
        if (command.isEmpty()) {
            throw Failures.other("command is empty: name a program to run in container \""
                    + seen.record().name() + "\"");
        }
        for (String word : command) {
            if (word.indexOf('\0') >= 0) {
                throw Failures.other("command holds a NUL character, which no process can be given: take it out");
            }
            if (!Words.canHold(word)) {
                throw Failures.other("command holds half of a surrogate pair, which is no character: take it out");
            }
        }
        List<String> words = new ArrayList<>(command);
        words.set(
                0,
                find(seen.workingDirectory(), command.get(0), roots)
                        .orElseThrow(
                                () -> Failures.other(
                                        "command[0] \"" + command.get(0)
                                                + "\" is not a program under the roots that processes may run from, "
                                                + roots
                                                + ": name one, or allow its root with ProcessRuntimeProvider.builder().allowRoots(...)"))
                        .toString());
        return words;
    }

    private static Optional<Path> find(Path workingDirectory, String word, AllowedRoots roots) {
        try {
            return word.isEmpty() ? Optional.empty() : roots.program(workingDirectory.resolve(word));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    CommandResult run(Containers.Seen seen, List<String> command, Duration timeout) throws IOException {
        ContainerRecord record = seen.record();
        List<String> words = new ArrayList<>(record.prefix());
        words.addAll(command);
        byte[] head = new Words()
                .line(String.join(" ", record.cgroup() ? cgroups.parents(record.nonce()) : List.of()))
                .word(seen.workingDirectory().toString())
                .count(record.exported().size() + record.secretNames().size())
                .all(record.exported())
                .bytes();
        byte[] values = secretWords(seen);
        byte[] input = join(head, values, new Words().all(words).bytes());
        try {
            Path output = Files.createTempFile(seen.folder().path(), ".run", ".out");
            return new CommandRun(launcher.run(record.nonce()), output).run(input, timeout);
        } finally {
            Arrays.fill(values, (byte) 0);
            Arrays.fill(input, (byte) 0);
        }
    }

    private byte[] secretWords(Containers.Seen seen) throws IOException {
        if (seen.record().secretNames().isEmpty()) {
            return new byte[0];
        }
        List<SecretValue> known = secrets.get(seen.record().nonce());
        return known != null ? SecretWords.of(known) : readSecretWords(seen);
    }

    private static byte[] readSecretWords(Containers.Seen seen) throws IOException {
        ProcessId command = seen.journal().command();
        if (command == null || !command.isAlive()) {
            throw new IOException("the command of container " + seen.record().name() + " has ended");
        }
        byte[] environment = Files.readAllBytes(Path.of("/proc/" + command.pid() + "/environ"));
        try {
            return SecretWords.pick(environment, seen.record().secretNames());
        } finally {
            Arrays.fill(environment, (byte) 0);
        }
    }

    private static byte[] join(byte[]... parts) {
        int size = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        byte[] whole = new byte[size];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return whole;
    }
}
