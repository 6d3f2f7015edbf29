package io.stowage.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.CreateServiceRequest;
import io.stowage.Engine;
import io.stowage.RunTaskRequest;
import io.stowage.core.FakeStore;
import io.stowage.core.HandWorld;
import io.stowage.core.Stowage;
import io.stowage.error.ClientException;
import io.stowage.error.ConflictException;
import io.stowage.model.Service;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A request that is made again under its client token, after its task definition can't be used any more. */
class RepeatedRequestTest {

    private static final String WEB = """
            { "family": "web", "containerDefinitions": [ { "name": "main", "image": "web", "memory": 64 } ] }""";

    private final Engine engine =
            Stowage.engine().world(new HandWorld()).store(new FakeStore()).build();

    private static CreateServiceRequest shop(int desiredCount, String token) {
        return CreateServiceRequest.builder()
                .cluster("harbour")
                .serviceName("shop")
                .taskDefinition("web:1")
                .desiredCount(desiredCount)
                .clientToken(token)
                .build();
    }

    private Service createAndDeregister() {
        engine.clusters().create("harbour");
        engine.taskDefinitions().register(WEB);
        Service first = engine.services().create(shop(2, "t"));
        engine.taskDefinitions().deregister("web:1");
        return first;
    }

    @Test
    void theServiceIsAnsweredAsTheFirstTime() {
        Service first = createAndDeregister();
        Service again = engine.services().create(shop(2, "t"));
        assertThat(again.serviceArn()).isEqualTo(first.serviceArn());
        assertThat(again.deployments().get(0).id())
                .isEqualTo(first.deployments().get(0).id());
        engine.taskDefinitions().delete(List.of("web:1"));
        assertThat(engine.services().create(shop(2, "t")).serviceArn()).isEqualTo(first.serviceArn());
    }

    @Test
    void anotherRequestUnderTheTokenIsAConflict() {
        createAndDeregister();
        assertThatThrownBy(() -> engine.services().create(shop(3, "t"))).isInstanceOf(ConflictException.class);
    }

    @Test
    void whatIsNewIsRefused() {
        createAndDeregister();
        assertThatThrownBy(() -> engine.services().create(shop(2, "u")))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("TaskDefinition is inactive");
        assertThatThrownBy(() -> engine.services().create(shop(2, null)))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("TaskDefinition is inactive");
        assertThatThrownBy(() -> engine.tasks()
                        .run(RunTaskRequest.builder()
                                .cluster("harbour")
                                .taskDefinition("web:1")
                                .clientToken("t")
                                .build()))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("TaskDefinition is inactive");
    }
}
