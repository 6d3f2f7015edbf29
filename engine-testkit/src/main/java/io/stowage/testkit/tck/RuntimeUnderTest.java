package io.stowage.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.stowage.model.ContainerDefinition;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.Observation;
import io.stowage.spi.RuntimeTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** A runtime, connections to one host, and short ways to use them. */
final class RuntimeUnderTest {

    /** The label that every container of a test carries, with a value of the test's own. */
    static final String TEST = "io.stowage.tck";

    private static final Duration POLL = Duration.ofMillis(5);

    private final ContainerRuntimeTck tck;
    private final ContainerRuntimeProvider provider;
    private final RuntimeTarget target;
    private final String id = UUID.randomUUID().toString().substring(0, 8);
    private final List<ContainerRuntime> connections = new ArrayList<>();
    private final ContainerRuntime runtime;

    RuntimeUnderTest(ContainerRuntimeTck tck, ContainerRuntimeProvider provider, RuntimeTarget target)
            throws ContainerRuntimeException {
        this.tck = tck;
        this.provider = provider;
        this.target = target;
        this.runtime = connect();
    }

    ContainerRuntimeTck tck() {
        return tck;
    }

    ContainerRuntimeProvider provider() {
        return provider;
    }

    RuntimeTarget target() {
        return target;
    }

    /** The first connection. */
    ContainerRuntime runtime() {
        return runtime;
    }

    /** One more connection to the same host. */
    ContainerRuntime connect() throws ContainerRuntimeException {
        ContainerRuntime connection = provider.connect(target);
        connections.add(connection);
        return connection;
    }

    /** The name of a container, this test's own. */
    String name(String plain) {
        return "tck-" + id + "-" + plain;
    }

    /** What the containers of this test are listed by. */
    Map<String, String> labels() {
        return Map.of(TEST, id);
    }

    SpecBuilder spec(String plainName, ContainerDefinition definition) {
        return new SpecBuilder(name(plainName), definition).label(TEST, id);
    }

    /** Creates a container; gives its name. */
    String create(String plainName, ContainerDefinition definition) throws ContainerRuntimeException {
        return create(spec(plainName, definition));
    }

    String create(SpecBuilder spec) throws ContainerRuntimeException {
        var built = spec.build();
        runtime.pull(built.definition().image());
        runtime.create(built);
        return built.name();
    }

    /** Creates and starts a container; gives its name. */
    String start(String plainName, ContainerDefinition definition) throws ContainerRuntimeException {
        return start(spec(plainName, definition));
    }

    String start(SpecBuilder spec) throws ContainerRuntimeException {
        String name = create(spec);
        runtime.start(name);
        return name;
    }

    ContainerState state(String name) {
        return state(runtime, name);
    }

    static ContainerState state(ContainerRuntime connection, String name) {
        Observation observation = connection.inspect(name);
        assertThat(observation).as("what is known of %s", name).isInstanceOf(Observation.Present.class);
        return ((Observation.Present) observation).state();
    }

    Phase phase(String name) {
        return state(name).phase();
    }

    ContainerState awaitExit(String name) {
        return awaitExit(runtime, name);
    }

    ContainerState awaitExit(ContainerRuntime connection, String name) {
        return await(connection, name, state -> state.phase() == Phase.EXITED);
    }

    ContainerState await(ContainerRuntime connection, String name, Predicate<ContainerState> wanted) {
        boolean seen = comesTrue(() -> wanted.test(state(connection, name)));
        assertThat(seen)
                .as("that %s comes to where it should; it is %s", name, connection.inspect(name))
                .isTrue();
        return state(connection, name);
    }

    /** Whether it comes true within the test's patience, by the clock of the runtime. */
    boolean comesTrue(BooleanSupplier condition) {
        long end = System.nanoTime() + tck.patience().toNanos();
        Duration waited = Duration.ZERO;
        while (!condition.getAsBoolean()) {
            if (waited.compareTo(tck.patience()) > 0 || System.nanoTime() > end) {
                return condition.getAsBoolean();
            }
            tck.letTimePass(POLL);
            waited = waited.plus(POLL);
        }
        return true;
    }

    /** A little time, in which something wrong could show. */
    void letALittleTimePass() {
        tck.letTimePass(Duration.ofMillis(300));
    }

    List<ContainerState> list() throws ContainerRuntimeException {
        return runtime.list(labels());
    }

    List<String> listedNames(ContainerRuntime connection) throws ContainerRuntimeException {
        return connection.list(labels()).stream().map(ContainerState::name).toList();
    }

    /** Does all of it, at once where the runtime is called by several threads. */
    <T> List<T> atOnce(List<? extends Callable<T>> work) throws Exception {
        if (tck.callers() > 1) {
            return Together.all(tck.patience().multipliedBy(3), work);
        }
        List<T> results = new ArrayList<>();
        for (Callable<T> one : work) {
            results.add(one.call());
        }
        return results;
    }

    /** Whether the runtime says that it acts on a field, or on what is below it. */
    boolean honours(String path) throws ContainerRuntimeException {
        return runtime.describe().honouredFields().stream()
                .anyMatch(field -> path.equals(field)
                        || path.startsWith(field + ".")
                        || path.startsWith(field + "[")
                        || field.startsWith(path + "[")
                        || field.startsWith(path + "."));
    }

    /** A definite "no" of this category. */
    static void assertRefused(Category category, ThrowingCallable call) {
        assertThat(outcomeOf(call)).isInstanceOfSatisfying(ContainerRuntimeException.class, refused -> {
            assertThat(refused.category()).isEqualTo(category);
            assertThat(refused.getMessage()).as("the message for people").isNotBlank();
        });
    }

    /** What a call ends with, whatever that is: null if it succeeds. */
    static @Nullable Throwable outcomeOf(ThrowingCallable call) {
        return catchThrowable(call);
    }

    /** Null if the call succeeds, else the definite "no"; anything else is an error of the test. */
    static @Nullable ContainerRuntimeException refusal(ThrowingCallable call) {
        Throwable thrown = outcomeOf(call);
        if (thrown == null) {
            return null;
        }
        assertThat(thrown)
                .as("a definite \"no\" where the call does not succeed")
                .isInstanceOf(ContainerRuntimeException.class);
        return (ContainerRuntimeException) thrown;
    }

    /** Ends and removes what the test has made, whatever became of it. */
    void close() throws ContainerRuntimeException {
        try (ContainerRuntime last = connect()) {
            for (ContainerState state : last.list(labels())) {
                last.kill(state.name());
                comesTrue(() -> !(last.inspect(state.name()) instanceof Observation.Present present)
                        || present.state().phase() != Phase.RUNNING);
                last.remove(state.name());
            }
        } finally {
            connections.forEach(ContainerRuntime::close);
        }
    }
}
