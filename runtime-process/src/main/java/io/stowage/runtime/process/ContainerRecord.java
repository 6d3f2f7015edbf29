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

/**
 * What was decided when a container was created, as it stands in the file {@code spec} of its folder: written once, before the folder
 * gets its name, and never changed. Secrets have no part in it.
 *
 * @param name the container's name
 * @param nonce tells this container from an earlier or later one of the same name
 * @param bootId the boot in which it was created; in another one it can't run any more
 * @param program what is run, to be looked at again at the start
 * @param workingDirectory where it runs
 * @param cgroup whether it has control groups of its own
 * @param labels what it was created with
 * @param bindings the host ports it has
 * @param prefix the words before a command in this container: {@code setpriv}, {@code env}
 * @param exported {@code NAME=VALUE} for the shell
 * @param secretNames the names of its secrets
 */
record ContainerRecord(
        String name,
        String nonce,
        String bootId,
        String program,
        String workingDirectory,
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

    byte[] bytes() {
        Words words = new Words();
        words.word("name").word(name).word("nonce").word(nonce).word("boot").word(bootId);
        words.word("program").word(program).word("directory").word(workingDirectory);
        words.word("cgroup").word(Boolean.toString(cgroup));
        labels.forEach((label, value) -> words.word("label").word(label).word(value));
        bindings.forEach(b -> words.word("port")
                .word(String.valueOf(b.containerPort()))
                .word(String.valueOf(b.hostPort()))
                .word(String.valueOf(b.protocol())));
        prefix.forEach(word -> words.word("prefix").word(word));
        exported.forEach(word -> words.word("exported").word(word));
        secretNames.forEach(word -> words.word("secret").word(word));
        return words.bytes();
    }

    static ContainerRecord parse(byte[] bytes) throws IOException {
        Reader reader = new Reader(Words.parse(bytes));
        Map<String, String> single = new LinkedHashMap<>();
        Map<String, String> labels = new LinkedHashMap<>();
        List<NetworkBinding> bindings = new ArrayList<>();
        Map<String, List<String>> lists = new LinkedHashMap<>();
        while (reader.hasNext()) {
            String key = reader.next();
            switch (key) {
                case "label" -> labels.put(reader.next(), reader.next());
                case "port" -> bindings.add(binding(reader.next(), reader.next(), reader.next()));
                case "prefix", "exported", "secret" ->
                    lists.computeIfAbsent(key, k -> new ArrayList<>()).add(reader.next());
                default -> single.put(key, reader.next());
            }
        }
        return new ContainerRecord(
                require(single, "name"),
                require(single, "nonce"),
                require(single, "boot"),
                require(single, "program"),
                require(single, "directory"),
                Boolean.parseBoolean(require(single, "cgroup")),
                labels,
                bindings,
                lists.getOrDefault("prefix", List.of()),
                lists.getOrDefault("exported", List.of()),
                lists.getOrDefault("secret", List.of()));
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
