package io.stowage.runtime.docker;

import io.stowage.runtime.docker.image.ImageCleanUp;
import io.stowage.runtime.docker.image.ImageUses;
import io.stowage.runtime.docker.policy.DockerWorkloadPolicy;
import io.stowage.runtime.docker.spec.Conventions;
import io.stowage.runtime.docker.spec.DockerFields;
import io.stowage.runtime.docker.spec.HostPorts;
import io.stowage.runtime.docker.spec.PortRange;
import io.stowage.spi.BoundToPlace;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.RuntimeTarget;
import io.stowage.spi.WorkloadPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs containers on Docker Engine 20.10 or newer. Tested with 20.10 alone.
 *
 * <p>A container instance says where its daemon is by {@code runtimeProperties}:
 *
 * <ul>
 *   <li>{@code host}: {@code unix:///path} or {@code tcp://name:port}; without it the builder's, {@code unix:///var/run/docker.sock} unless it
 *       was told another one.
 *   <li>{@code tlsCertPath}: for tcp, a directory with {@code ca.pem}, {@code cert.pem} and {@code key.pem}, where the engine runs.
 *   <li>{@code allowPlainTcp}: {@code true} to reach a tcp host without TLS. Who reaches such a host is root there.
 * </ul>
 *
 * <p><b>What may run.</b> Nothing that reaches the host, unless the host application opens it by name ({@link Builder#policy}).
 *
 * <p>Several container instances may be on one daemon. Containers, images and networks that others made are not touched.
 *
 * <p><b>Where it runs.</b> A unix socket is of its machine: an engine there, which sees the same socket, can take its containers over, and no
 * other. Daemons over tcp are reached by any engine.
 *
 * <p>Thread-safe.
 */
public final class DockerRuntimeProvider implements ContainerRuntimeProvider, BoundToPlace {

    private final String defaultHost;
    private final PortRange range;
    private final Settings settings;

    /** All connections to one host share what is the host's. */
    private final Map<String, SharedOfHost> hosts = new ConcurrentHashMap<>();

    /** The provider with nothing configured; for {@link java.util.ServiceLoader}. Does not block. */
    public DockerRuntimeProvider() {
        this(builder());
    }

    private DockerRuntimeProvider(Builder builder) {
        this.defaultHost = builder.host;
        this.range = builder.range;
        this.settings = builder.settings();
    }

    /** Configures a provider by hand. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String name() {
        return "docker";
    }

    @Override
    public Set<String> honouredFields() {
        return DockerFields.honoured();
    }

    @Override
    public ContainerRuntime connect(RuntimeTarget target) throws ContainerRuntimeException {
        Address address = Address.of(target.properties(), defaultHost);
        SharedOfHost shared =
                hosts.computeIfAbsent(address.key(), key -> new SharedOfHost(portsOf(address), new ImageUses()));
        return DockerRuntime.open(settings, address, shared, target);
    }

    private HostPorts portsOf(Address address) {
        return new HostPorts(range, address.isUnix() ? new LocalPorts() : HostPorts.Probe.NONE);
    }

    /** The machine and the socket; empty for tcp, and for properties that {@link #connect} refuses. */
    @Override
    public Optional<String> place(Map<String, String> properties) {
        try {
            return Address.of(properties, defaultHost).place();
        } catch (IllegalArgumentException refusedLater) {
            return Optional.empty();
        }
    }

    /** Configures a {@link DockerRuntimeProvider}. Not thread-safe. */
    public static final class Builder {

        private static final int FIRST_PORT = 32_768;
        private static final int LAST_PORT = 60_999;
        private static final int SHORTEST_KEY = 16;
        private static final Duration INACTIVITY = Duration.ofSeconds(60);
        private static final Duration OVERALL = Duration.ofHours(1);

        private String host = "unix:///var/run/docker.sock";
        private Conventions conventions = Conventions.DEFAULT;
        private PortRange range = new PortRange(FIRST_PORT, LAST_PORT);
        private PullBehavior behavior = PullBehavior.DEFAULT;
        private RegistryCredentials credentials = image -> Optional.empty();
        private PullListener listener = (image, layer, status, current, total) -> {};
        private Duration inactivity = INACTIVITY;
        private WorkloadPolicy policy = DockerWorkloadPolicy.strict();
        private ImageCleanUp cleanUp = ImageCleanUp.DEFAULT;
        private Duration cleanUpPeriod = CleanUp.PERIOD;
        private byte @Nullable [] digestKey;

        private Builder() {}

        /** Where the daemon is of which an instance says nothing. By default {@code unix:///var/run/docker.sock}. */
        public Builder host(String address) {
            // Whether tcp may be plain is for the instance to say.
            Address.of(address.startsWith("tcp:") ? Map.of("allowPlainTcp", "true") : Map.of(), address);
            host = address;
            return this;
        }

        /** How tasks are laid out in Docker. By default {@link Conventions#DEFAULT}. */
        public Builder conventions(Conventions layout) {
            conventions = layout;
            return this;
        }

        /** Where dynamic host ports are from. By default 32768 to 60999. */
        public Builder hostPorts(int first, int last) {
            range = new PortRange(first, last);
            return this;
        }

        /**
         * What containers may be. By default {@link DockerWorkloadPolicy#strict()}; {@link DockerWorkloadPolicy#builder()} opens by name what that
         * refuses. It is asked before each container is created, besides the engine's own policy; a host application that wants definitions refused
         * when they are registered gives it to the engine, too.
         */
        public Builder policy(WorkloadPolicy allows) {
            policy = allows;
            return this;
        }

        /** When images are asked of their registries. By default {@link PullBehavior#DEFAULT}. */
        public Builder pullBehavior(PullBehavior when) {
            behavior = when;
            return this;
        }

        /** The logins of registries. By default there are none: neither are those of the user who runs the engine. */
        public Builder registryCredentials(RegistryCredentials logins) {
            credentials = logins;
            return this;
        }

        /** Who hears how pulls come on. */
        public Builder pullListener(PullListener hears) {
            listener = hears;
            return this;
        }

        /**
         * When images that this runtime has pulled or used are removed. By default {@link ImageCleanUp#DEFAULT}, as ECS's agent does it. What is
         * known of an image is lost when the engine ends: one that was pulled before, and that none of our containers has used since, stays.
         */
        public Builder imageCleanUp(ImageCleanUp when) {
            cleanUp = when;
            return this;
        }

        Builder cleanUpPeriod(Duration between) {
            cleanUpPeriod = between;
            return this;
        }

        Builder pullInactivity(Duration most) {
            inactivity = most;
            return this;
        }

        /**
         * Marks every container with a digest made with this key, and takes those without it for strangers': who may create containers on the
         * host can't pass them for ours. All engines of a cluster need the same key. A container from before there was a key is a stranger's,
         * too. Without one, which is the default, the labels are believed.
         *
         * @param key at least 16 bytes; copied
         */
        public Builder digestKey(byte[] key) {
            if (key.length < SHORTEST_KEY) {
                throw new IllegalArgumentException("digestKey of " + key.length
                        + " bytes is too short to be secret: give at least " + SHORTEST_KEY);
            }
            digestKey = key.clone();
            return this;
        }

        /** The provider; changes to this builder don't reach it. */
        public DockerRuntimeProvider build() {
            return new DockerRuntimeProvider(this);
        }

        private Settings settings() {
            return new Settings(
                    conventions,
                    new PullSettings(behavior, credentials, listener, inactivity, OVERALL),
                    new Digests(digestKey),
                    policy,
                    cleanUp,
                    cleanUpPeriod);
        }
    }
}
