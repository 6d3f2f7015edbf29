package io.stowage.runtime.process;

import io.stowage.spi.BoundToPlace;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.RuntimeTarget;
import io.stowage.spi.WorkloadPolicy;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs containers as processes of the host that the engine runs on. Linux only.
 *
 * <p>An image is the absolute path of a program, or of a directory of programs, under one of the roots that the host application allows. Roots
 * come from the host application alone, never from what an instance is registered with: from {@link Builder#allowRoots}, or, for the provider
 * that {@link java.util.ServiceLoader} makes, from the system property {@value #ROOTS_PROPERTY} (paths, separated as in a class path). Where
 * neither says anything, the one root is the home of the running Java.
 *
 * <p><b>What runs.</b> A program runs with {@code command} as its arguments; with {@code entryPoint}, or in a directory, the command line is
 * {@code entryPoint} and then {@code command}, whose first word is a program by its absolute path or relative to the directory (of the
 * image). Without {@code workingDirectory} a program gets an empty directory of its own, which goes with the container, and a directory is
 * its own. The environment is what the specification says, and {@code PATH}, {@code HOME} and the port variables where it doesn't, and
 * {@code STOWAGE_CONTAINER_ID}; never the engine's. {@code PORT} is the host port of the first port mapping, {@code PORT_<containerPort>}
 * that of each: a process has to listen there itself. Nothing holds a dynamic port until it does.
 *
 * <p><b>How it ends.</b> A container has exited when its command has; what is left of its process group is killed at that moment, and
 * what left the group right after. Processes and their folders outlive the engine; one that comes later on the same state directory adopts
 * them and learns their exit codes. Under systemd, a unit with {@code KillMode=process} keeps them alive when the engine's unit stops.
 *
 * <p><b>The state directory</b> must not be cleaned by others, so in production it is better not below a directory for temporary files, which is
 * the default. Starting a container makes half a dozen small files there: a file system in memory, or one with a journal, makes that
 * quick.
 *
 * <p><b>Where it runs.</b> Containers can be reached only from their machine, and through their state directory: of several engines on one
 * store, those on the same machine with the same state directory can take them over from each other, and no others.
 *
 * <p>It takes no {@code runtimeProperties}.
 */
public final class ProcessRuntimeProvider implements ContainerRuntimeProvider, BoundToPlace {

    /** The system property that names the allowed roots of the provider that the service loader makes. */
    public static final String ROOTS_PROPERTY = "io.stowage.runtime.process.roots";

    /** The system property that names the state directory of the provider that the service loader makes. */
    public static final String STATE_DIRECTORY_PROPERTY = "io.stowage.runtime.process.stateDirectory";

    private final Builder configuration;
    private final Place place;
    private volatile @Nullable Ports ports;

    /** The provider as system properties configure it; for {@link java.util.ServiceLoader}. Does not block. */
    public ProcessRuntimeProvider() {
        this(fromSystemProperties());
    }

    private ProcessRuntimeProvider(Builder configuration) {
        this.configuration = configuration;
        this.place = new Place(Host.machineId(), configuration.stateDirectory);
    }

    private static Builder fromSystemProperties() {
        Builder builder = builder();
        String roots = System.getProperty(ROOTS_PROPERTY, "");
        Arrays.stream(roots.split(File.pathSeparator, -1))
                .filter(r -> !r.isEmpty())
                .map(Path::of)
                .forEach(builder::allowRoots);
        String directory = System.getProperty(STATE_DIRECTORY_PROPERTY, "");
        return directory.isEmpty() ? builder : builder.stateDirectory(Path.of(directory));
    }

    /** Configures a provider by hand. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String name() {
        return "process";
    }

    @Override
    public Set<String> honouredFields() {
        return Description.honouredWhereAllowed();
    }

    @Override
    public ContainerRuntime connect(RuntimeTarget target) throws ContainerRuntimeException {
        if (!target.properties().isEmpty()) {
            throw new IllegalArgumentException(
                    "runtimeProperties " + target.properties().keySet()
                            + " are not known: the process runtime takes none; configure ProcessRuntimeProvider in the host application");
        }
        if (!Host.isLinux()) {
            throw ContainerRuntimeException.permanent(
                    Category.ContainerRuntimeError,
                    "the process runtime needs Linux, and this is " + System.getProperty("os.name")
                            + ": use another runtime");
        }
        try {
            Settings settings = configuration.settings();
            return ProcessRuntime.open(settings, target, ports(settings));
        } catch (IOException e) {
            throw ContainerRuntimeException.retryable(
                    Category.ContainerRuntimeError, "the process runtime can't use its host: " + e.getMessage());
        }
    }

    /** The machine and the state directory. */
    @Override
    public Optional<String> place(Map<String, String> properties) {
        return Optional.of(place.text());
    }

    /** What is asked of workloads here, for a host application that wants to ask the same and more in its own policy. */
    public WorkloadPolicy workloadPolicy() {
        return new ProcessWorkloadPolicy(new AllowedRoots(configuration.rootsOrDefault()));
    }

    /** All connections of one provider share the host, and so its ports. */
    private synchronized Ports ports(Settings settings) {
        Ports present = ports;
        if (present == null) {
            present = new Ports(settings.ports());
            ports = present;
        }
        return present;
    }

    /** Configures a {@link ProcessRuntimeProvider}. Not thread-safe. */
    public static final class Builder {

        private static final long LOG_BYTES = 10L * 1024 * 1024;
        private static final int LOG_FILES = 5;
        private static final Duration LOG_LOOK = Duration.ofSeconds(5);
        private static final int MAX_PORT = 65_535;

        private final List<Path> roots = new ArrayList<>();
        private Path stateDirectory = Path.of(System.getProperty("java.io.tmpdir", "/tmp"), "stowage-process");
        private Settings.@Nullable PortRange hostPorts;
        private Settings.LogFiles logFiles = new Settings.LogFiles(LOG_BYTES, LOG_FILES, LOG_LOOK);
        private Path cgroupRoot = Path.of("/sys/fs/cgroup");
        private Path shell = Path.of("/bin/sh");

        private Builder() {}

        private Builder(Builder other) {
            roots.addAll(other.roots);
            stateDirectory = other.stateDirectory;
            hostPorts = other.hostPorts;
            logFiles = other.logFiles;
            cgroupRoot = other.cgroupRoot;
            shell = other.shell;
        }

        /** Allows programs in these directories, or these programs, to be run. Adds to what was allowed before. */
        public Builder allowRoots(Path... allowed) {
            roots.addAll(List.of(allowed));
            return this;
        }

        /** Where the folders of containers are: absolute, writable by this user alone. By default below {@code java.io.tmpdir}. */
        public Builder stateDirectory(Path directory) {
            if (!directory.isAbsolute() || directory.toString().indexOf('\n') >= 0) {
                throw new IllegalArgumentException(
                        "stateDirectory \"" + directory + "\" must be an absolute path without line ends: give one");
            }
            stateDirectory = directory;
            return this;
        }

        /** Where dynamic host ports are from. By default the kernel's range for outgoing connections. */
        public Builder hostPorts(int first, int last) {
            if (first < 1 || last < first || last > MAX_PORT) {
                throw new IllegalArgumentException("hostPorts " + first + " to " + last
                        + " is not a range of ports: give a first and a last one from 1 to " + MAX_PORT);
            }
            hostPorts = new Settings.PortRange(first, last);
            return this;
        }

        /**
         * How output is kept: a file of more than {@code maxBytes} is rotated, and {@code kept} rotated files are kept of standard output and of
         * standard error each. By default 10 MiB and 5. Files are looked at every five seconds, and four times a second while one was too
         * large; they may have grown beyond it by then. Of more than twice {@code maxBytes} times {@code kept} the oldest is dropped.
         */
        public Builder logFiles(long maxBytes, int kept) {
            if (maxBytes < 1 || kept < 1) {
                throw new IllegalArgumentException(
                        "logFiles of " + maxBytes + " bytes, " + kept + " kept: both must be at least 1");
            }
            logFiles = new Settings.LogFiles(maxBytes, kept, logFiles.look());
            return this;
        }

        Builder logLook(Duration every) {
            logFiles = new Settings.LogFiles(logFiles.maxBytes(), logFiles.kept(), every);
            return this;
        }

        Builder cgroupRoot(Path root) {
            cgroupRoot = root;
            return this;
        }

        Builder shell(Path path) {
            shell = path;
            return this;
        }

        /** The provider; changes to this builder don't reach it. */
        public ProcessRuntimeProvider build() {
            return new ProcessRuntimeProvider(new Builder(this));
        }

        private List<Path> rootsOrDefault() {
            return roots.isEmpty() ? List.of(Path.of(System.getProperty("java.home", "/nonexistent"))) : roots;
        }

        private Settings settings() {
            Settings.PortRange ports = hostPorts == null ? Host.ephemeralPorts() : hostPorts;
            return new Settings(new AllowedRoots(rootsOrDefault()), stateDirectory, ports, logFiles, cgroupRoot, shell);
        }
    }
}
