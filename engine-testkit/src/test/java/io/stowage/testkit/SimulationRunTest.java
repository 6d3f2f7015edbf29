package io.stowage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.stowage.Engine;
import io.stowage.Services;
import io.stowage.UpdateServiceRequest;
import io.stowage.model.Service;
import io.stowage.testkit.fault.Fault;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The whole engine over virtual time. The seeds change with the date: every day tries runs that were never tried before. */
class SimulationRunTest {

    private static final int SEEDS = Integer.getInteger("stowage.simulation.seeds", 60);
    /** They log what the host application's own code throws, which it does in these runs. */
    private static final String GUARDS = "io.stowage.core.plugin.";

    /** It tells people of tasks that a store should know: for a moment also where an engine has read an older state than what runs. */
    private static final String LOSSES = "io.stowage.core.loop.LostTasks";

    /** It tells people of records that are damaged, in the runs in which they are. */
    private static final String DAMAGE = "io.stowage.core.loop.QuarantineReport";

    private static final long SEEDS_A_DAY = 1_000_000;

    /** What the engine logs as an error is a defect of its own that it got over. */
    private final ListAppender<ILoggingEvent> errors = new ListAppender<>();

    @BeforeEach
    void listen() {
        errors.start();
        root().addAppender(errors);
    }

    @AfterEach
    void stopListening() {
        root().detachAppender(errors);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    }

    @Test
    void noInvariantIsViolatedByOneEngine() {
        assertEverythingHappened(runAll(SEEDS, 1));
    }

    /** Several engines do much the same several times over: fewer seeds take as long. */
    @Test
    void noInvariantIsViolatedByThreeEngines() {
        assertThat(runAll(SEEDS / 3, 3)).containsKeys("CreateService", "engine started");
    }

    private Map<String, Integer> runAll(int seeds, int engines) {
        LocalDate date = LocalDate.now(ZoneOffset.UTC);
        long first = date.toEpochDay() * SEEDS_A_DAY;
        System.out.println(
                "Simulating " + seeds + " seeds of " + date + " with engines: " + engines + ", from " + first);
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < seeds; i++) {
            SimulationResult result = SimulationRun.run(
                    new SimulationSettings(first + i, 20, Duration.ofHours(6)).withEngines(engines),
                    new StowageEngines());
            assertThat(result.violation()).isNull();
            boolean damaged = result.counts().containsKey("fault " + Fault.RECORDS_DAMAGED);
            assertThat(errors.list)
                    .filteredOn(event -> !event.getLoggerName().startsWith(GUARDS)
                            && !event.getLoggerName().equals(LOSSES)
                            && !(damaged && event.getLoggerName().equals(DAMAGE)))
                    .as("logged as errors, with " + result.settings().replayCommand())
                    .isEmpty();
            errors.list.clear();
            result.counts().forEach((what, count) -> counts.merge(what, count, Integer::sum));
        }
        return counts;
    }

    /** A simulation in which nothing happens proves nothing. */
    private static void assertEverythingHappened(Map<String, Integer> counts) {
        assertThat(counts)
                .containsKeys(
                        "CreateService",
                        "UpdateService",
                        "DeleteService",
                        "scale",
                        "force",
                        "RunTask",
                        "StopTask",
                        "drain",
                        "reactivate",
                        "DeregisterContainerInstance",
                        "engine crashed",
                        "engine closed",
                        "StopServiceDeployment",
                        "deployment given up",
                        "deployment succeeded early",
                        "rollback");
        for (Fault fault : Fault.values()) {
            assertThat(counts).containsKey("fault " + fault);
        }
        for (String operation : List.of("CreateService", "UpdateService", "scale", "RunTask", "StopTask")) {
            int refused = counts.entrySet().stream()
                    .filter(entry -> entry.getKey().startsWith(operation + ":"))
                    .mapToInt(Map.Entry::getValue)
                    .sum();
            assertThat(refused).as(operation + " refused: " + counts).isLessThan(counts.get(operation) / 2);
        }
    }

    @Test
    void aSeedIsTheSameRunInAnyProcess() throws Exception {
        String here = TraceOfARun.trace(7);
        for (List<String> options : AnotherProcess.DIFFERENCES) {
            assertThat(AnotherProcess.output(options, TraceOfARun.class, "7", "5000"))
                    .isEqualTo(here);
        }
    }

    @Test
    void aRunThatFailsSaysHowToRunItAgain() {
        SimulationResult result = run(3, parts -> deaf(new StowageEngines().start(parts)));
        assertThat(result.failed()).isTrue();
        assertThat(result.violation())
                .contains("L1 violated", "with seed 3", "benchmarks/run simulate --replay 3 --tasks 20 --hours 6");
    }

    /** An engine that forgets to scale: it answers as if it had. */
    private static Engine deaf(Engine engine) {
        return (Engine) Proxy.newProxyInstance(
                SimulationRunTest.class.getClassLoader(), new Class<?>[] {Engine.class}, (proxy, method, arguments) -> {
                    Object answer = invoke(engine, method, arguments);
                    return method.getName().equals("services") ? deafServices((Services) answer) : answer;
                });
    }

    private static Services deafServices(Services services) {
        return (Services) Proxy.newProxyInstance(
                SimulationRunTest.class.getClassLoader(),
                new Class<?>[] {Services.class},
                (proxy, method, arguments) -> {
                    if (arguments != null
                            && arguments[0] instanceof UpdateServiceRequest request
                            && request.desiredCount() != null) {
                        List<Service> there = services.describe(request.cluster(), List.of(request.service()))
                                .services();
                        if (!there.isEmpty()) {
                            return there.get(0);
                        }
                    }
                    return invoke(services, method, arguments);
                });
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    private static SimulationResult run(long seed, EngineFactory engines) {
        return SimulationRun.run(new SimulationSettings(seed, 20, Duration.ofHours(6)), engines);
    }
}
