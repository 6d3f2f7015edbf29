package io.stowage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.Engine;
import io.stowage.PartitionHealth;
import io.stowage.PartitionRole;
import io.stowage.core.Stowage;
import io.stowage.error.InvalidParameterException;
import io.stowage.store.memory.MemoryStateStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Three engines on one store in real time, on threads of their own. */
class RealEnginesTest {

    private static final String WEB = """
            { "family": "web", "containerDefinitions": [{ "name": "main", "image": "web", "cpu": 16, "memory": 16 }] }""";

    private final MemoryStateStore store = new MemoryStateStore();
    private final List<Engine> engines = new ArrayList<>();

    RealEnginesTest() {
        for (String name : List.of("a", "b", "c")) {
            engines.add(Stowage.engine().name(name).store(store).build());
        }
    }

    @AfterEach
    void closeAll() {
        engines.forEach(Engine::close);
        store.close();
    }

    private static PartitionRole role(Engine engine) {
        return engine.health().partitions().stream()
                .filter(partition -> partition.partition().equals("cluster/harbour"))
                .map(PartitionHealth::role)
                .findFirst()
                .orElse(PartitionRole.NONE);
    }

    @Test
    void anyEngineIsAskedAndAnotherLeadsWhenTheLeaderIsClosed() {
        Engine first = engines.get(0);
        first.clusters().create("harbour");
        first.taskDefinitions().register(WEB);
        for (Engine engine : engines) {
            String service = "shop-" + engines.indexOf(engine);
            engine.services().create("harbour", service, "web", 1);
            assertThat(engine.services().describe("harbour", List.of(service)).services())
                    .hasSize(1);
            assertThatThrownBy(() -> engine.tasks().stop("harbour", "none", "why"))
                    .isInstanceOf(InvalidParameterException.class);
        }
        for (Engine engine : engines) {
            assertThat(engine.services().list("harbour").serviceArns()).hasSize(3);
        }
        // Whichever was the first to take the lease.
        assertThat(engines.stream().map(RealEnginesTest::role))
                .containsExactlyInAnyOrder(PartitionRole.LEADER, PartitionRole.FOLLOWER, PartitionRole.FOLLOWER);

        Engine leader = engines.stream()
                .filter(engine -> role(engine) == PartitionRole.LEADER)
                .findFirst()
                .orElseThrow();
        leader.close();
        List<Engine> others =
                engines.stream().filter(engine -> !engine.equals(leader)).toList();
        others.get(0).services().scale("harbour", "shop-0", 2);
        assertThat(others.get(1)
                        .services()
                        .describe("harbour", List.of("shop-0"))
                        .services()
                        .get(0)
                        .desiredCount())
                .isEqualTo(2);
        assertThat(others.stream().map(RealEnginesTest::role)).contains(PartitionRole.LEADER);
    }
}
