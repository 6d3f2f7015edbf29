package io.stowage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.EndpointListener;
import io.stowage.Engine;
import io.stowage.EngineHealth;
import io.stowage.PartitionHealth;
import io.stowage.PartitionRole;
import io.stowage.Services;
import io.stowage.SteadyState;
import io.stowage.event.Subscription;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.RuntimeTarget;
import io.stowage.testkit.fault.Fault;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is asked of a cluster at rest can be answered wrongly, and then it is told which rule that breaks. */
class AftermathTest {

    private static final SimulationSettings QUIET =
            new SimulationSettings(3, 5, Duration.ofMinutes(2)).withFaults(EnumSet.noneOf(Fault.class));

    /** Answers a call of an engine, or of its services, in its place. */
    private interface Answer {
        /** @return null to let the engine answer */
        Object instead(Method method, Object[] arguments, Object target) throws Throwable;
    }

    private static String violation(EngineFactory engines) {
        return SimulationRun.run(QUIET, engines).violation();
    }

    @Test
    void aSoundEngineAnswersAllOfIt() {
        assertThat(violation(new StowageEngines())).isNull();
    }

    @Test
    void l5SeesThatNobodyLeads() {
        assertThat(violation(parts -> with(new StowageEngines().start(parts), AftermathTest::nobodyLeads)))
                .contains("L5 violated");
    }

    private static Object nobodyLeads(Method method, Object[] arguments, Object target) {
        if (!method.getName().equals("health")) {
            return null;
        }
        EngineHealth health = ((Engine) target).health();
        List<PartitionHealth> led = health.partitions().stream()
                .filter(partition -> partition.role() != PartitionRole.LEADER)
                .toList();
        return new EngineHealth(health.engineId(), health.status(), led, health.counters());
    }

    @Test
    void l5SeesThatNobodyTakesOver() {
        AtomicInteger starts = new AtomicInteger();
        assertThat(violation(parts -> {
                    if (starts.incrementAndGet() > 1) {
                        throw new io.stowage.error.ServerException("it does not start again");
                    }
                    return new StowageEngines().start(parts);
                }))
                .contains("L5 violated");
    }

    @Test
    void l8SeesThatWhatRunsIsNotAdopted() {
        AtomicInteger starts = new AtomicInteger();
        assertThat(violation(parts -> new StowageEngines()
                        .start(starts.incrementAndGet() == 1 ? parts : withRuntime(parts, new Unreachable()))))
                .contains("L8 violated");
    }

    @Test
    void l7SeesAServiceThatIsHeldUpByAnother() {
        assertThat(violation(parts -> with(new StowageEngines().start(parts), (method, arguments, target) -> {
                    boolean asked = method.getName().equals("awaitSteadyState") && "sound".equals(arguments[1]);
                    return asked ? answer((Services) target, "sound", false, List.of("held up")) : null;
                })))
                .contains("L7 violated", "held up");
    }

    @Test
    void l9SeesAServiceThatIsStuckAndDoesNotSayWhy() {
        assertThat(violation(parts -> with(new StowageEngines().start(parts), (method, arguments, target) -> {
                    boolean asked = method.getName().equals("awaitSteadyState") && "hopeless".equals(arguments[1]);
                    return asked ? answer((Services) target, "hopeless", false, List.of()) : null;
                })))
                .contains("L9 violated");
    }

    @Test
    void l10SeesAWatchThatLeavesAnEndpointOut() {
        assertThat(violation(parts -> with(
                        new StowageEngines().start(parts),
                        (method, arguments, target) -> method.getName().equals("watchEndpoints")
                                ? watchAllButOne(
                                        (Services) target, (String) arguments[1], (EndpointListener) arguments[2])
                                : null)))
                .contains("L10 violated");
    }

    private static Subscription watchAllButOne(Services services, String name, EndpointListener listener) {
        return services.watchEndpoints(
                "simulated", name, list -> listener.onEndpoints(list.subList(0, Math.max(0, list.size() - 1))));
    }

    @Test
    void l6SeesADeletionThatDoesNotEnd() {
        assertThat(violation(parts -> with(new StowageEngines().start(parts), (method, arguments, target) -> {
                    boolean asked = method.getName().equals("forceDelete") && "sound".equals(arguments[1]);
                    return asked ? describe((Services) target, "sound") : null;
                })))
                .contains("L6 violated");
    }

    private static SteadyState answer(Services services, String name, boolean reached, List<String> reasons) {
        return new SteadyState(reached, describe(services, name), reasons);
    }

    private static io.stowage.model.Service describe(Services services, String name) {
        return services.describe("simulated", List.of(name)).services().get(0);
    }

    private static EngineParts withRuntime(EngineParts parts, ContainerRuntimeProvider runtime) {
        return parts.reaching(runtime);
    }

    /** A runtime none of whose hosts can be reached. */
    private static final class Unreachable implements ContainerRuntimeProvider {
        @Override
        public String name() {
            return "simulated";
        }

        @Override
        public ContainerRuntime connect(RuntimeTarget target) throws ContainerRuntimeException {
            throw ContainerRuntimeException.retryable(Category.ContainerRuntimeError, "unreachable");
        }
    }

    private static Engine with(Engine engine, Answer answer) {
        return proxy(Engine.class, engine, (method, arguments, target) -> {
            Object instead = answer.instead(method, arguments, target);
            boolean services = method.getName().equals("services");
            return instead != null || !services ? instead : proxy(Services.class, engine.services(), answer);
        });
    }

    private static <T> T proxy(Class<T> type, T target, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                AftermathTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object instead = answer.instead(method, arguments, target);
                    return instead != null ? instead : invoke(target, method, arguments);
                }));
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
