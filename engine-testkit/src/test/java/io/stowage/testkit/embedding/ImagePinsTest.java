package io.stowage.testkit.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.Engine;
import io.stowage.UpdateServiceRequest;
import io.stowage.model.Container;
import io.stowage.model.ContainerImage;
import io.stowage.model.ServiceDeploymentBrief;
import io.stowage.model.ServiceDeploymentStatus;
import io.stowage.model.StopServiceDeploymentStopType;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tag is resolved once for each deployment: all its later tasks run what the first one got, wherever the tag points by then. */
class ImagePinsTest {

    private static final Duration LONG = Duration.ofMinutes(30);
    private static final String WEB = """
            { "family": "web", "containerDefinitions": [
                { "name": "main", "image": "%s", "cpu": 128, "memory": 128, "stopTimeout": 5,
                  "versionConsistency": "%s" } ] }""";

    private final VirtualEngine virtual = VirtualEngine.create();
    private Engine engine;

    @BeforeEach
    void open() {
        engine = virtual.engine();
        engine.clusters().create("harbour");
        engine.containerInstances().register("harbour", "one", "process");
        engine.containerInstances().register("harbour", "two", "process");
    }

    @AfterEach
    void close() {
        virtual.close();
    }

    private void serve(String image, String versionConsistency) {
        engine.taskDefinitions().register(WEB.formatted(image, versionConsistency));
        engine.services().create("harbour", "web", "web", 1);
        settle();
    }

    private void scale(int desired) {
        engine.services().scale("harbour", "web", desired);
        settle();
    }

    private void deployAgain() {
        engine.services()
                .update(UpdateServiceRequest.builder()
                        .cluster("harbour")
                        .service("web")
                        .forceNewDeployment(true)
                        .build());
    }

    private void settle() {
        assertThat(engine.services().awaitSteadyState("harbour", "web", LONG).reasons())
                .isEmpty();
    }

    private List<Container> containers() {
        return engine.tasks().describe("harbour", engine.tasks().list("harbour").taskArns()).tasks().stream()
                .filter(task -> task.lastStatus() == TaskStatus.RUNNING)
                .map(Task::containers)
                .flatMap(List::stream)
                .toList();
    }

    /** What truly runs. */
    private List<String> running() {
        List<String> digests = new ArrayList<>(virtual.host("harbour", "one").runningDigests());
        digests.addAll(virtual.host("harbour", "two").runningDigests());
        return digests;
    }

    private List<ServiceDeploymentBrief> deployments() {
        return engine.services().listDeployments("harbour", "web").serviceDeployments();
    }

    /** The images of the service revisions, the newest first. */
    private List<List<ContainerImage>> pins() {
        return deployments().stream()
                .map(each -> engine.services()
                        .describeRevisions(List.of(each.targetServiceRevisionArn()))
                        .serviceRevisions()
                        .get(0)
                        .containerImages())
                .toList();
    }

    @Test
    void allTasksOfADeploymentRunWhatTheFirstOneGot() {
        serve("registry:5000/shop/web:1", "enabled");
        String first = running().get(0);
        virtual.image("registry:5000/shop/web:1").isPushedAnew();

        scale(4);

        assertThat(running()).hasSize(4).containsOnly(first);
        assertThat(containers()).extracting(Container::imageDigest).hasSize(4).containsOnly(first);
        assertThat(containers())
                .extracting(Container::image)
                .containsOnlyOnce("registry:5000/shop/web:1")
                .contains("registry:5000/shop/web@" + first);
        assertThat(pins()).containsExactly(List.of(new ContainerImage("main", "registry:5000/shop/web:1", first)));
    }

    @Test
    void aReplacementRunsWhatItReplaces() {
        serve("web", "enabled");
        String first = running().get(0);
        virtual.image("web").isPushedAnew();

        virtual.host("harbour", "one").crash("web", 1);
        virtual.host("harbour", "two").crash("web", 1);
        virtual.pass(Duration.ofMinutes(5));
        settle();

        assertThat(running()).containsExactly(first);
        assertThat(containers()).extracting(Container::image).containsExactly("web@" + first);
    }

    @Test
    void aNewDeploymentResolvesAnew() {
        serve("web", "enabled");
        String first = running().get(0);
        virtual.image("web").isPushedAnew();

        deployAgain();
        settle();
        String second = running().get(0);
        scale(3);

        assertThat(second).isNotEqualTo(first);
        assertThat(running()).hasSize(3).containsOnly(second);
        assertThat(pins())
                .containsExactly(
                        List.of(new ContainerImage("main", "web", second)),
                        List.of(new ContainerImage("main", "web", first)));
    }

    @Test
    void whatIsGoneBackToRunsItsOwnPins() {
        serve("web", "enabled");
        scale(2);
        String first = running().get(0);
        virtual.image("web").isPushedAnew();
        virtual.image("web").exitsAtOnce(1);
        deployAgain();
        virtual.pass(Duration.ofMinutes(2));
        virtual.image("web").works();
        assertThat(pins().get(0))
                .extracting(ContainerImage::imageDigest)
                .doesNotContain(first)
                .hasSize(1);
        engine.services()
                .stopDeployment(deployments().get(0).serviceDeploymentArn(), StopServiceDeploymentStopType.ROLLBACK);
        virtual.pass(Duration.ofMinutes(10));
        scale(5);

        assertThat(deployments().get(0).status()).isEqualTo(ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
        assertThat(running()).hasSize(5).containsOnly(first);
    }

    @Test
    void pinsOutliveTheEngine() {
        serve("web", "enabled");
        String first = running().get(0);
        virtual.image("web").isPushedAnew();
        virtual.crashEngine();
        virtual.restartEngine();
        engine = virtual.engine();

        scale(4);

        assertThat(running()).hasSize(4).containsOnly(first);
    }

    @Test
    void disabledMeansThatEachTaskResolvesItself() {
        serve("web", "disabled");
        String first = running().get(0);
        virtual.image("web").isPushedAnew();

        scale(2);

        assertThat(running()).hasSize(2).contains(first).doesNotHaveDuplicates();
        assertThat(containers()).extracting(Container::image).containsOnly("web");
        assertThat(pins()).containsExactly(List.of());
    }

    @Test
    void tasksOfNoServiceAreNotPinned() {
        serve("web", "enabled");
        virtual.image("web").isPushedAnew();

        engine.tasks().run("harbour", "web", 1);
        virtual.pass(Duration.ofMinutes(2));

        assertThat(containers()).extracting(Container::image).containsExactly("web", "web");
        assertThat(running()).hasSize(2).doesNotHaveDuplicates();
    }
}
