package io.stowage.runtime.process;

import io.stowage.model.ContainerDefinition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * CPU and memory limits by control groups, of either version, under a group {@code stowage} at the root of the hierarchy. With version 1 the
 * two controllers are apart, and one may be there without the other.
 */
final class Cgroups {

    private static final String PARENT = "stowage";

    private final Path root;
    private final boolean unified;
    private final @Nullable Path cpu;
    private final @Nullable Path memory;
    private final List<String> warnings;

    private Cgroups(Path root, boolean unified, @Nullable Path cpu, @Nullable Path memory, List<String> warnings) {
        this.root = root;
        this.unified = unified;
        this.cpu = cpu;
        this.memory = memory;
        this.warnings = List.copyOf(warnings);
    }

    /** Looks at what the host allows. Never fails: what it doesn't allow is a warning. */
    static Cgroups open(Path root) {
        boolean unified = Files.exists(root.resolve("cgroup.controllers"));
        List<String> warnings = new ArrayList<>();
        Path cpu = open(root, unified, "cpu", warnings);
        Path memory = open(root, unified, "memory", warnings);
        return new Cgroups(root, unified, cpu, memory, warnings);
    }

    private static @Nullable Path open(Path root, boolean unified, String controller, List<String> warnings) {
        Path parent = unified ? root.resolve(PARENT) : root.resolve(controller).resolve(PARENT);
        try {
            if (unified) {
                enable(root, controller);
            }
            if (!Files.isDirectory(parent)) {
                Files.createDirectory(parent);
            }
            if (unified) {
                enable(parent, controller);
            }
            if (!Files.isWritable(parent)) {
                throw new IOException("it is not writable");
            }
            return parent;
        } catch (IOException e) {
            warnings.add("containerDefinitions[]." + controller + " is not enforced: the control group " + parent
                    + " can't be used (" + e.getClass().getSimpleName() + ": " + e.getMessage()
                    + "); run the engine as root on a host whose cgroups it may write");
            return null;
        }
    }

    private static void enable(Path group, String controller) throws IOException {
        Path control = group.resolve("cgroup.subtree_control");
        if (!List.of(Files.readString(control).trim().split(" ", -1)).contains(controller)) {
            write(control, "+" + controller);
        }
    }

    boolean limitsCpu() {
        return cpu != null;
    }

    boolean limitsMemory() {
        return memory != null;
    }

    List<String> warnings() {
        return warnings;
    }

    /** Whether a container gets a group of its own. */
    boolean applyTo(ContainerDefinition definition) {
        return (cpu != null && definition.reservedCpu() > 0) || (memory != null && definition.memory() != null);
    }

    /** Where the hierarchies of control groups are. */
    Path root() {
        return root;
    }

    /**
     * The file of a group by which a shell enters it. That of version 1 is one for a single thread, which a shell is: the kernel lets it pass
     * at once, where for a whole process it waits until no process of the host forks.
     */
    String entrance() {
        return unified ? "cgroup.procs" : "tasks";
    }

    /** The directories, as seen from the root, in which the groups of a container will be. */
    List<String> parents(ContainerDefinition definition) {
        return parentsOf(groups("n", definition));
    }

    private List<String> parentsOf(List<Path> groups) {
        return groups.stream()
                .map(group -> root.relativize(Objects.requireNonNull(group.getParent()))
                        .toString())
                .toList();
    }

    private List<Path> groups(String nonce, ContainerDefinition definition) {
        List<Path> groups = new ArrayList<>();
        if (memory != null && (definition.memory() != null || unified)) {
            groups.add(memory.resolve(nonce));
        }
        if (cpu != null && (unified ? groups.isEmpty() : definition.reservedCpu() > 0)) {
            groups.add(cpu.resolve(nonce));
        }
        return groups;
    }

    /** The same of a container that is there. */
    List<String> parents(String nonce) {
        return parentsOf(both(nonce).stream().filter(Files::isDirectory).toList());
    }

    /** Makes the groups of a container and sets its limits. */
    void create(String nonce, ContainerDefinition definition) throws IOException {
        for (Path group : groups(nonce, definition)) {
            if (!Files.isDirectory(group)) {
                Files.createDirectory(group);
            }
        }
        Integer limit = definition.memory();
        if (memory != null && limit != null) {
            limitMemory(memory.resolve(nonce), limit * 1024L * 1024L);
        }
        if (cpu != null && definition.reservedCpu() > 0) {
            share(cpu.resolve(nonce), Math.max(2, definition.reservedCpu()));
        }
    }

    private void limitMemory(Path group, long bytes) throws IOException {
        if (unified) {
            write(group.resolve("memory.max"), Long.toString(bytes));
            writeIfThere(group.resolve("memory.swap.max"), "0");
        } else {
            write(group.resolve("memory.limit_in_bytes"), Long.toString(bytes));
            writeIfThere(group.resolve("memory.memsw.limit_in_bytes"), Long.toString(bytes));
        }
    }

    /** Version 2 has weights of 1 to 10,000 for what version 1 calls 2 to 262,144 shares. */
    private void share(Path group, long shares) throws IOException {
        if (unified) {
            long weight = 1 + (Math.min(shares, 262_144) - 2) * 9_999 / 262_142;
            write(group.resolve("cpu.weight"), Long.toString(weight));
        } else {
            write(group.resolve("cpu.shares"), Long.toString(shares));
        }
    }

    /** Whether the kernel has killed a process of this container at its memory limit. */
    boolean wasOutOfMemory(String nonce) throws IOException {
        if (memory == null) {
            return false;
        }
        Path file = memory.resolve(nonce).resolve(unified ? "memory.events" : "memory.oom_control");
        try {
            return Files.readAllLines(file).stream().anyMatch(line -> line.matches("oom_kill [1-9][0-9]*"));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** The processes in the groups of a container. */
    List<Long> members(String nonce) throws IOException {
        List<Long> members = new ArrayList<>();
        for (Path group : both(nonce)) {
            try {
                for (String line : Files.readAllLines(group.resolve("cgroup.procs"))) {
                    members.add(Long.valueOf(line.trim()));
                }
            } catch (NoSuchFileException e) {
                // No group of this controller.
            }
        }
        return members;
    }

    /** Kills all processes of a container at once. False where the kernel can't: it can with version 2, since Linux 5.14. */
    boolean kill(String nonce) throws IOException {
        Optional<Path> file = both(nonce).stream()
                .map(group -> group.resolve("cgroup.kill"))
                .filter(Files::exists)
                .findFirst();
        if (file.isPresent()) {
            write(file.get(), "1");
        }
        return file.isPresent();
    }

    /** Removes the groups of a container, which must be empty. */
    void remove(String nonce) throws IOException {
        for (Path group : both(nonce)) {
            Files.deleteIfExists(group);
        }
    }

    private List<Path> both(String nonce) {
        List<Path> groups = new ArrayList<>();
        if (memory != null) {
            groups.add(memory.resolve(nonce));
        }
        if (cpu != null && !cpu.equals(memory)) {
            groups.add(cpu.resolve(nonce));
        }
        return groups;
    }

    private static void writeIfThere(Path file, String value) throws IOException {
        if (Files.exists(file)) {
            write(file, value);
        }
    }

    private static void write(Path file, String value) throws IOException {
        Files.write(file, value.getBytes(StandardCharsets.US_ASCII), StandardOpenOption.WRITE);
    }
}
