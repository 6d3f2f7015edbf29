package io.stowage.runtime.docker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.ExecCreateCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DefaultDockerCmdExecFactory;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.stowage.runtime.docker.spec.ContainerRequest;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;

/**
 * A daemon, through clients that never share a connection: one for what only asks and one for what changes something, with a deadline and a
 * bound for each {@link Verb}; and one for what streams (events, logs, output of commands, pulls), at most {@value #STREAMS}. Commands that somebody
 * talks to have connections of their own. The API's version
 * is the daemon's own, but no newer than {@value #NEWEST_TESTED}, unless the daemon no longer speaks that.
 *
 * <p>The oldest engine is Docker 20.10, with API {@value #OLDEST}.
 */
final class Daemon implements AutoCloseable {

    static final String OLDEST = "1.41";
    static final String NEWEST_TESTED = "1.41";
    static final int STREAMS = 200;
    static final Duration CONNECT = Duration.ofSeconds(2);

    private static final int LONGEST_REFUSAL = 1_000;

    private final Address address;
    private final Calls calls;
    private final DockerHttpClient askingTransport;
    private final DockerHttpClient changingTransport;
    private final DockerHttpClient streamTransport;
    private final DockerClient asking;
    private final DockerClient changing;
    private final DockerClient stream;
    private final CreateContainerCmd.Exec creating;
    private final ExecCreateCmd.Exec commanding;
    private final ObjectMapper json;
    private final Version version;
    private final String apiVersion;

    private Daemon(Address address, Calls calls, Version version, String apiVersion) {
        RemoteApiVersion parsed = RemoteApiVersion.parseConfig(apiVersion);
        FixedConfig config = new FixedConfig(address, parsed);
        this.address = address;
        this.calls = calls;
        this.version = version;
        this.apiVersion = apiVersion;
        this.askingTransport = transport(config, most(true), Verb.LOOK.deadline());
        this.changingTransport = transport(config, most(false), Verb.START.deadline());
        this.streamTransport = transport(config, STREAMS, null);
        this.asking = DockerClientImpl.getInstance(config, askingTransport);
        this.changing = DockerClientImpl.getInstance(config, changingTransport);
        this.stream = DockerClientImpl.getInstance(config, streamTransport);
        DefaultDockerCmdExecFactory factory =
                new DefaultDockerCmdExecFactory(changingTransport, config.getObjectMapper());
        factory.init(config);
        this.creating = factory.createCreateContainerCmdExec();
        this.commanding = factory.createExecCmdExec();
        this.json = config.getObjectMapper();
    }

    /** As many connections as there can be calls: one is never waited for. */
    private static int most(boolean asks) {
        return Arrays.stream(Verb.values())
                .filter(verb -> verb.asks() == asks)
                .mapToInt(Verb::most)
                .sum();
    }

    /** Asks the daemon what it is. */
    static Daemon connect(Address address) throws ContainerRuntimeException {
        Calls calls = new Calls();
        try {
            Version version = ask(address, calls);
            return new Daemon(address, calls, version, negotiated(version));
        } catch (ContainerRuntimeException | RuntimeException e) {
            calls.close();
            throw e;
        }
    }

    private static Version ask(Address address, Calls calls) throws ContainerRuntimeException {
        FixedConfig config = new FixedConfig(address, RemoteApiVersion.unknown());
        try (DockerHttpClient transport = transport(config, 1, Verb.HOST.deadline())) {
            DockerClient client = DockerClientImpl.getInstance(config, transport);
            return calls.ask(Verb.HOST, "version", () -> client.versionCmd().exec());
        } catch (OutcomeUnknownException | DockerException | IOException e) {
            throw Failures.retryable(
                    Category.ContainerRuntimeError,
                    "the Docker daemon at " + address.host() + " can't be reached: " + Causes.text(e));
        }
    }

    /** The version to speak. */
    static String negotiated(Version version) throws ContainerRuntimeException {
        String server = Objects.requireNonNullElse(version.getApiVersion(), "");
        String least = Objects.requireNonNullElse(version.getMinAPIVersion(), OLDEST);
        if (!server.matches("[0-9]+\\.[0-9]+") || !least.matches("[0-9]+\\.[0-9]+")) {
            throw Failures.retryable(
                    Category.ContainerRuntimeError,
                    "what answers there is no Docker daemon: it names no version of its API");
        }
        if (isOlder(server, OLDEST)) {
            throw Failures.permanent(
                    Category.ContainerRuntimeError,
                    "Docker " + version.getVersion() + " speaks API " + server
                            + ", and the oldest that is supported is " + OLDEST
                            + ": update it to Docker 20.10 or newer");
        }
        return isOlder(NEWEST_TESTED, least) ? least : NEWEST_TESTED;
    }

    private static boolean isOlder(String version, String than) {
        return RemoteApiVersion.parseConfig(than).isGreater(RemoteApiVersion.parseConfig(version));
    }

    private static DockerHttpClient transport(
            FixedConfig config, int connections, @org.jspecify.annotations.Nullable Duration response) {
        ZerodepDockerHttpClient.Builder builder = new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .maxConnections(connections)
                .connectionTimeout(CONNECT);
        if (config.getSSLConfig() != null) {
            builder.sslConfig(config.getSSLConfig());
        }
        if (response != null) {
            builder.responseTimeout(response);
        }
        return builder.build();
    }

    /** Asks something, with the verb's deadline. */
    <T> T ask(Verb verb, String what, Question<T> question) {
        return calls.ask(verb, what, () -> question.of(verb.asks() ? asking : changing));
    }

    /** Where answers to {@link #begin} of one verb, which only asks, come together. */
    <T> CompletionService<T> answers(Verb verb) {
        return calls.answers(verb);
    }

    /** Asks something without waiting for the answer. */
    <T> Future<T> begin(CompletionService<T> answers, String what, Question<T> question) {
        return Calls.begin(answers::submit, what, Calls.byALiveConnection(() -> question.of(asking)));
    }

    /**
     * Creates a container. Not by the command's own method: that logs the command, and the values of secrets are in it.
     *
     * @throws DockerException as any call
     */
    void create(ContainerRequest request) {
        calls.ask(
                Verb.CREATE,
                "create of " + request.name(),
                () -> creating.exec(request.applyTo(changing.createContainerCmd(request.image()))));
    }

    /**
     * Creates a command; its id. Not by the command's own method: that logs the command, and what one is given is its caller's alone.
     *
     * @throws DockerException as any call
     */
    String createCommand(String container, UnaryOperator<ExecCreateCmd> filling) {
        return calls.ask(
                        Verb.OTHER,
                        "a command",
                        () -> commanding.exec(filling.apply(changing.execCreateCmd(container))))
                .getId();
    }

    /**
     * Asks for what docker-java has no command for.
     *
     * @param path without the version
     * @return empty if the daemon knows no such container
     */
    <T> Optional<T> get(Verb verb, String what, String path, Class<T> type) {
        return calls.ask(verb, what, () -> {
            try (DockerHttpClient.Response response = RawRequests.get(askingTransport, "/v" + apiVersion + path)) {
                if (response.getStatusCode() == 200) {
                    return Optional.of(json.readValue(response.getBody(), type));
                }
                String text = new String(response.getBody().readNBytes(LONGEST_REFUSAL), StandardCharsets.UTF_8);
                if (response.getStatusCode() == 404 && text.contains("No such container")) {
                    return Optional.empty();
                }
                throw new OutcomeUnknownException(
                        what + ": status " + response.getStatusCode() + ": " + text.strip(), null);
            }
        });
    }

    /**
     * Starts, once it is opened, a command that was created, with its input and output on one connection. Not docker-java's own one: that can't end
     * the input alone, would guess from the first byte whether there is a terminal, and logs what goes over it. The caller closes it.
     */
    Attachment attachment(String exec, boolean tty) {
        String json = "{\"Detach\":false,\"Tty\":" + tty + "}";
        try {
            return new Attachment(Duplex.to(address), "/v" + apiVersion + "/exec/" + exec + "/start", json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For what streams. Calls of it must not wait for an answer. */
    DockerClient streams() {
        return stream;
    }

    Version version() {
        return version;
    }

    String apiVersion() {
        return apiVersion;
    }

    @Override
    public void close() {
        calls.close();
        for (Closeable each : new Closeable[] {askingTransport, changingTransport, streamTransport}) {
            try {
                each.close();
            } catch (IOException | RuntimeException e) {
                // It is of no use any more.
            }
        }
    }

    /** What is asked of a client. */
    @FunctionalInterface
    interface Question<T> {
        T of(DockerClient client) throws IOException;
    }
}
