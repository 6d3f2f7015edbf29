package io.stowage.runtime.process;

import io.stowage.model.NetworkBinding;
import io.stowage.model.TransportProtocol;
import io.stowage.spi.ContainerSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was decided when a container was created, as it stands in the file {@code container} of its folder: written once, before the folder
 * gets its name, and never changed; supervisors append themselves to the file. Secrets have no part in it.
 *
 * @param name the container's name
 * @param nonce tells this container from an earlier or later one of the same name
 * @param bootId the boot in which it was created; in another one it can't run any more
 * @param program what is run, to be looked at again at the start
 * @param workingDirectory where it runs; null for the folder {@code work} in its own
 * @param cgroup whether it has control groups of its own
 * @param labels what it was created with
 * @param bindings the host ports it has
 * @param prefix the words before a command in this container: {@code setpriv}, {@code env}
 * @param exported {@code NAME=VALUE} for the shell, besides what all containers have
 * @param secretNames the names of its secrets
 */
record ContainerRecord(
        String name,
        String nonce,
        String bootId,
        String program,
        @Nullable String workingDirectory,
        boolean cgroup,
        Map<String, String> labels,
        List<NetworkBinding> bindings,
        List<String> prefix,
        List<String> exported,
        List<String> secretNames) {

    /** The marker in the environment by which processes of a container are found wherever they went. */
    static final String MARKER = "STOWAGE_CONTAINER_ID";

    String specHash() {
        return labels.getOrDefault(ContainerSpec.SPEC_HASH_LABEL, "");
    }

    boolean carries(Map<String, String> wanted) {
        return labels.entrySet().containsAll(wanted.entrySet());
    }

    /**
     * The file: nonce, the launcher's part, this runtime's part.
     *
     * @param parents where the control groups are that the command enters
     * @param commandLine all words
     */
    byte[] bytes(List<String> parents, List<String> commandLine) {
        List<String> own = new ArrayList<>(List.of("name", name, "boot", bootId, "program", program));
        own.addAll(List.of("cgroup", Boolean.toString(cgroup)));
        labels.forEach((label, value) -> own.addAll(List.of("label", label, value)));
        bindings.forEach(b -> own.addAll(List.of(
                "port",
                String.valueOf(b.containerPort()),
                String.valueOf(b.hostPort()),
                String.valueOf(b.protocol()))));
        prefix.forEach(word -> own.addAll(List.of("prefix", word)));
        secretNames.forEach(word -> own.addAll(List.of("secret", word)));
        return new Words()
                .line(nonce)
                .line(String.join(" ", parents))
                .word(workingDirectory == null ? "" : workingDirectory)
                .counted(exported)
                .counted(commandLine)
                .counted(own)
                .bytes();
    }

    /** Leaves the reader at what supervisors appended. */
    static ContainerRecord parse(Words.Reader file) throws IOException {
        String nonce = file.line();
        file.line();
        String workingDirectory = file.word();
        List<String> exported = file.words();
        file.words();
        Reader reader = new Reader(file.words());
        Map<String, String> single = new LinkedHashMap<>();
        Map<String, String> labels = new LinkedHashMap<>();
        List<NetworkBinding> bindings = new ArrayList<>();
        List<String> prefix = new ArrayList<>();
        List<String> secretNames = new ArrayList<>();
        while (reader.hasNext()) {
            String key = reader.next();
            switch (key) {
                case "label" -> labels.put(reader.next(), reader.next());
                case "port" -> bindings.add(binding(reader.next(), reader.next(), reader.next()));
                case "prefix" -> prefix.add(reader.next());
                case "secret" -> secretNames.add(reader.next());
                default -> single.put(key, reader.next());
            }
        }
        return new ContainerRecord(
                require(single, "name"),
                nonce,
                require(single, "boot"),
                require(single, "program"),
                workingDirectory.isEmpty() ? null : workingDirectory,
                Boolean.parseBoolean(require(single, "cgroup")),
                labels,
                bindings,
                prefix,
                exported,
                secretNames);
    }

    private static String require(Map<String, String> single, String key) throws IOException {
        String value = single.get(key);
        if (value == null) {
            throw new IOException("the record of a container has no \"" + key + "\"");
        }
        return value;
    }

    private static NetworkBinding binding(String containerPort, String hostPort, String protocol) {
        TransportProtocol transport = Arrays.stream(TransportProtocol.values())
                .filter(p -> p.toString().equals(protocol))
                .findFirst()
                .orElse(TransportProtocol.TCP);
        return NetworkBinding.port("0.0.0.0", Integer.parseInt(containerPort), Integer.parseInt(hostPort), transport);
    }

    private static final class Reader {
        private final List<String> words;
        private int at;

        Reader(List<String> words) {
            this.words = words;
        }

        boolean hasNext() {
            return at < words.size();
        }

        String next() throws IOException {
            if (at >= words.size()) {
                throw new IOException("the record of a container is cut off");
            }
            return words.get(at++);
        }
    }
}
