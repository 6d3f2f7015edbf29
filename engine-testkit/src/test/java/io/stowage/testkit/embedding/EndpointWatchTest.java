package io.stowage.testkit.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.DeregisterContainerInstanceRequest;
import io.stowage.Endpoint;
import io.stowage.Engine;
import io.stowage.error.ServerException;
import io.stowage.event.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The watch on the endpoints of a service, in a whole engine. */
class EndpointWatchTest {

    private static final Duration LONG = Duration.ofMinutes(30);
    private static final String WEB = """
            { "family": "web", "containerDefinitions": [
                { "name": "main", "image": "%s", "cpu": 256, "memory": 256, "stopTimeout": 5,
                  "portMappings": [ { "containerPort": 8080 } ],
                  "healthCheck": { "command": ["CMD", "check"], "interval": 5 } } ] }""";

    private final VirtualEngine virtual = VirtualEngine.create();
    private final List<List<Endpoint>> told = new ArrayList<>();
    private Engine engine;

    @BeforeEach
    void open() {
        engine = virtual.engine();
        engine.clusters().create("harbour");
        engine.containerInstances().register("harbour", "one", "process");
        engine.containerInstances().register("harbour", "two", "process");
        engine.taskDefinitions().register(WEB.formatted("web"));
    }

    @AfterEach
    void close() {
        virtual.close();
    }

    private void steady() {
        assertThat(engine.services().awaitSteadyState("harbour", "web", LONG).reasons())
                .isEmpty();
        virtual.pass(Duration.ofSeconds(1));
    }

    private List<Endpoint> last() {
        return told.get(told.size() - 1);
    }

    /** Three tasks, and a watch that knows of them. */
    private Subscription serving() {
        engine.services().create("harbour", "web", "web", 3);
        Subscription watch = engine.services().watchEndpoints("harbour", "web", told::add);
        steady();
        assertThat(last()).hasSize(3).isEqualTo(engine.services().endpoints("harbour", "web"));
        assertThat(last()).allMatch(endpoint -> endpoint.hostPort(8080).isPresent());
        return watch;
    }

    @Test
    void tellsHowItIsAtOnceAndNothingWhileNothingChanges() {
        serving();
        List<List<Endpoint>> another = new ArrayList<>();
        engine.services().watchEndpoints("harbour", "web", another::add);
        virtual.pass(Duration.ofMillis(100));
        assertThat(another).containsExactly(last());
        int before = told.size();
        virtual.pass(Duration.ofMinutes(10));
        assertThat(told).hasSize(before);
        assertThat(another).hasSize(1);
    }

    @Test
    void whatIsNotThereYetHasNoEndpoints() {
        engine.services().watchEndpoints("another", "mail", told::add);
        engine.services().watchEndpoints("harbour", "web", told::add);
        virtual.pass(Duration.ofSeconds(1));
        assertThat(told).containsExactly(List.of(), List.of());
        engine.services().create("harbour", "web", "web", 1);
        steady();
        assertThat(last()).hasSize(1);
    }

    @Test
    void aTaskIsNotThereBeforeItIsHealthy() {
        virtual.image("web").isNeverHealthy();
        engine.services().create("harbour", "web", "web", 1);
        engine.services().watchEndpoints("harbour", "web", told::add);
        virtual.pass(Duration.ofSeconds(30));
        assertThat(told).containsExactly(List.of());
        virtual.image("web").works();
        steady();
        assertThat(last()).hasSize(1);
    }

    @Test
    void aRolloutNeverLeavesFewerThanDesired() {
        serving();
        int before = told.size();
        engine.taskDefinitions().register(WEB.formatted("web-2"));
        engine.services().update("harbour", "web", "web:2");
        steady();
        assertThat(told.subList(before, told.size())).isNotEmpty().allMatch(list -> list.size() >= 3);
        assertThat(last())
                .hasSize(3)
                .allMatch(endpoint -> endpoint.taskDefinitionArn().endsWith("/web:2"));
    }

    @Test
    void whatFallsIllLeavesAndWhatReplacesItComes() {
        serving();
        List<Endpoint> well = last();
        int before = told.size();
        virtual.host("harbour", "one").makeUnhealthy("web");
        steady();
        virtual.pass(Duration.ofMinutes(2));
        assertThat(told.subList(before, told.size())).anyMatch(list -> list.size() < 3);
        assertThat(last())
                .hasSize(3)
                .isNotEqualTo(well)
                .isEqualTo(engine.services().endpoints("harbour", "web"));
    }

    @Test
    void whatIsOnALostHostLeavesAndWhatIsOnOneThatIsOnlyAwayStays() {
        serving();
        int before = told.size();
        virtual.host("harbour", "one").vanish();
        virtual.pass(Duration.ofSeconds(90));
        assertThat(told).hasSize(before);
        virtual.pass(Duration.ofMinutes(3));
        String two = engine.containerInstances()
                .describe("harbour", List.of("two"))
                .containerInstances()
                .get(0)
                .containerInstanceArn();
        assertThat(last())
                .hasSize(3)
                .allMatch(endpoint -> endpoint.containerInstanceArn().equals(two));
    }

    @Test
    void aServiceThatIsDeletedHasNone() {
        serving();
        engine.services().forceDelete("harbour", "web");
        virtual.pass(Duration.ofMinutes(1));
        assertThat(last()).isEmpty();
    }

    @Test
    void whatIsOnADeregisteredHostLeaves() {
        serving();
        engine.containerInstances().deregister(new DeregisterContainerInstanceRequest("harbour", "one", true));
        virtual.pass(Duration.ofMinutes(1));
        assertThat(last()).hasSize(3).isEqualTo(engine.services().endpoints("harbour", "web"));
    }

    @Test
    void aWatchThatIsClosedTellsNothingMore() {
        Subscription watch = serving();
        watch.close();
        watch.close();
        int before = told.size();
        engine.services().forceDelete("harbour", "web");
        virtual.pass(Duration.ofMinutes(1));
        assertThat(told).hasSize(before);
    }

    @Test
    void anEngineThatIsClosedIsNotWatched() {
        engine.close();
        assertThatThrownBy(() -> engine.services().watchEndpoints("harbour", "web", told::add))
                .isInstanceOf(ServerException.class);
    }
}
