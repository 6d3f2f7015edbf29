package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.agent.TaskOrder;
import io.stowage.model.Container;
import io.stowage.model.ContainerStatus;
import io.stowage.model.NetworkBinding;
import io.stowage.model.TaskStatus;
import io.stowage.model.TransportProtocol;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An agent that comes later hears which containers are on their way to another run. */
class RestartsInOrdersTest {

    private static final NetworkBinding PORT = NetworkBinding.port("127.0.0.1", 80, 32_768, TransportProtocol.TCP);

    private final LoopRig rig = LoopRig.open();
    private final NotedAgent agent = rig.instance("one");
    private final String task = rig.run();

    private Map<String, Integer> afterReport(int restarts, @Nullable String runtimeId, ContainerStatus status) {
        agent.report(
                task,
                TaskStatus.RUNNING,
                rig.store.commits().size(),
                List.of(Container.builder()
                        .containerArn("arn:container/main")
                        .taskArn("arn:task/" + task)
                        .name("main")
                        .image("web")
                        .lastStatus(status)
                        .restartCount(restarts)
                        .runtimeId(runtimeId)
                        .build()));
        rig.world.settle();
        agent.ask(task);
        rig.world.settle();
        return agent.orders.get(agent.orders.size() - 1).nextRuns();
    }

    @Test
    void oneThatRunsIsToldWithItsPorts() {
        agent.report(
                task,
                TaskStatus.RUNNING,
                rig.store.commits().size(),
                List.of(Container.builder()
                        .containerArn("arn:container/main")
                        .taskArn("arn:task/" + task)
                        .name("main")
                        .image("web")
                        .lastStatus(ContainerStatus.RUNNING)
                        .restartCount(2)
                        .runtimeId("id-2")
                        .networkBindings(List.of(PORT))
                        .build()));
        rig.world.settle();
        agent.ask(task);
        rig.world.settle();
        assertThat(agent.orders.get(agent.orders.size() - 1).runs())
                .isEqualTo(Map.of("main", new TaskOrder.Run(2, "id-2", List.of(PORT))));
    }

    @Test
    void oneThatNoHostKnowsYetIsOnItsWay() {
        assertThat(afterReport(0, null, ContainerStatus.PENDING)).isEmpty();
        assertThat(afterReport(0, "id-0", ContainerStatus.RUNNING)).isEmpty();
        assertThat(afterReport(1, null, ContainerStatus.RUNNING)).isEqualTo(Map.of("main", 1));
        assertThat(afterReport(1, "id-1", ContainerStatus.RUNNING)).isEmpty();
        assertThat(afterReport(2, null, ContainerStatus.STOPPED)).isEmpty();
    }
}
