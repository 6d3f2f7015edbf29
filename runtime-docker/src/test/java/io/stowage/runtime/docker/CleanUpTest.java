package io.stowage.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.NetworkMode;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskDefinitionStatus;
import io.stowage.runtime.docker.image.ImageCleanUp;
import io.stowage.runtime.docker.image.ImageUses;
import io.stowage.runtime.docker.spec.Conventions;
import io.stowage.runtime.docker.spec.DockerLabels;
import io.stowage.runtime.docker.testing.Fault;
import io.stowage.runtime.docker.testing.NeedsDocker;
import io.stowage.runtime.docker.testing.TestDaemon;
import io.stowage.runtime.docker.testing.TestRegistry;
import io.stowage.spi.ContainerSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What tasks and pulls leave on the host goes again, and nothing else. */
@NeedsDocker
@Timeout(120)
class CleanUpTest {

    private static final Map<String, String> OF_INSTANCE = Map.of(
            "io.stowage.test",
            "faults",
            "io.stowage.cluster",
            "default",
            "io.stowage.container-instance",
            "i-1",
            ContainerSpec.SPEC_HASH_LABEL,
            "hash-1");

    private final List<String> volumes = new ArrayList<>();
    private FaultyHost host;
    private Daemon daemon;
    private Surroundings surroundings;

    @BeforeEach
    void start() throws Exception {
        host = FaultyHost.before(
                TestDaemon.shared(),
                DockerRuntimeProvider.builder()
                        .conventions(Conventions.DEFAULT.withHolderImage(TestDaemon.IMAGE))
                        .imageCleanUp(ImageCleanUp.NEVER));
        daemon = Daemon.connect(Address.of(Map.of("host", host.proxy().host()), ""));
        surroundings = new Surroundings(daemon, containers(), null);
    }

    private Containers containers() {
        return new Containers(daemon, new Digests(null));
    }

    @AfterEach
    void close() {
        volumesLeft().forEach(volume -> host.docker().removeVolumeCmd(volume).exec());
        daemon.close();
        host.close();
    }

    private LeftOvers leftOvers(String cluster, String instance) {
        return new LeftOvers(daemon, containers(), surroundings, cluster, instance);
    }

    /** A task whose container shares the network of a holder. */
    private static ContainerSpec sharing(String name, String task) {
        ContainerDefinition definition = FaultyHost.sleeping();
        TaskDefinition awsvpc = TaskDefinition.builder()
                .taskDefinitionArn("arn:aws:ecs:local:000000000000:task-definition/faults:1")
                .containerDefinitions(List.of(definition))
                .networkMode(NetworkMode.AWSVPC)
                .family("faults")
                .revision(1)
                .status(TaskDefinitionStatus.ACTIVE)
                .build();
        var labels = new TreeMap<>(OF_INSTANCE);
        labels.put("io.stowage.task", task);
        return new ContainerSpec(name, definition, awsvpc, Map.of(), List.of(), List.of(), labels, 0);
    }

    private List<String> holders() {
        return host
                .docker()
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(List.of(DockerLabels.HOLDER_OF))
                .exec()
                .stream()
                .map(each -> Summary.labels(each).getOrDefault(DockerLabels.HOLDER_OF, ""))
                .filter(task -> !task.isEmpty())
                .toList();
    }

    /** As it is left by who ended between the container and what belongs to it. */
    private void loseContainer(String name) {
        host.docker().removeContainerCmd(name).withForce(true).exec();
    }

    private void volume(String name, Map<String, String> labels) {
        host.docker().createVolumeCmd().withName(name).withLabels(labels).exec();
        volumes.add(name);
    }

    private List<String> volumesLeft() {
        return host.docker().listVolumesCmd().exec().getVolumes().stream()
                .map(each -> each.getName())
                .filter(volumes::contains)
                .toList();
    }

    @Test
    void theHolderOfATaskWithoutContainersGoesAtTheSecondLook() throws Exception {
        host.runtime().create(sharing("one", "t1"));
        host.runtime().create(sharing("two", "t2"));
        loseContainer("one");
        LeftOvers leftOvers = leftOvers("default", "i-1");
        leftOvers.cleanUp();
        assertThat(holders()).containsExactlyInAnyOrder("t1", "t2");
        leftOvers.cleanUp();
        assertThat(holders()).containsExactly("t2");
    }

    @Test
    void theVolumesOfATaskWithoutContainersGoAndThoseOfOthersStay() {
        Map<String, String> left = Map.of(
                DockerLabels.VOLUME_OF, "t1",
                DockerLabels.CLUSTER, "default",
                DockerLabels.CONTAINER_INSTANCE, "i-1");
        volume("left-1", left);
        volume("shared-1", Map.of());
        var ofAnother = new TreeMap<>(left);
        ofAnother.put(DockerLabels.VOLUME_OF, "t2");
        ofAnother.put(DockerLabels.CONTAINER_INSTANCE, "i-2");
        volume("another-1", ofAnother);
        LeftOvers leftOvers = leftOvers("default", "i-1");
        leftOvers.cleanUp();
        leftOvers.cleanUp();
        assertThat(volumesLeft()).containsExactlyInAnyOrder("shared-1", "another-1");
    }

    @Test
    void whatIsLeftOfATaskStaysWhileAContainerOfItIsBeingCreated() throws Exception {
        ContainerSpec spec = sharing("one", "t1");
        host.runtime().create(spec);
        loseContainer("one");
        LeftOvers leftOvers = leftOvers("default", "i-1");
        surroundings.creating(spec);
        leftOvers.cleanUp();
        leftOvers.cleanUp();
        assertThat(holders()).containsExactly("t1");
        surroundings.created(spec);
        leftOvers.cleanUp();
        assertThat(holders()).isEmpty();
    }

    @Test
    void aListThatKeepsAContainerBackCostsItsTaskNothing() throws Exception {
        host.runtime().create(sharing("one", "t1"));
        LeftOvers leftOvers = leftOvers("default", "i-1");
        leftOvers.cleanUp();
        var lie = host.proxy()
                .when(
                        "GET",
                        "/containers/json",
                        new Fault.Rewrite(body -> body.replace("\"t1\"", "\"t0\"")
                                .replace(DockerLabels.HOLDER_OF + "\":\"t0", DockerLabels.HOLDER_OF + "\":\"t1")));
        leftOvers.cleanUp();
        leftOvers.cleanUp();
        leftOvers.cleanUp();
        assertThat(lie.hits()).isPositive();
        assertThat(holders()).containsExactly("t1");
        host.proxy().heal();
        loseContainer("one");
        leftOvers.cleanUp();
        leftOvers.cleanUp();
        assertThat(holders()).isEmpty();
    }

    @Test
    void theRuntimeItselfRemovesWhatIsLeftAndNeedsNoMoreThanAMinute() throws Exception {
        assertThat(CleanUp.PERIOD.multipliedBy(2)).isLessThan(Duration.ofMinutes(1));
        var often = DockerRuntimeProvider.builder()
                .conventions(Conventions.DEFAULT.withHolderImage(TestDaemon.IMAGE))
                .cleanUpPeriod(Duration.ofMillis(200));
        try (DockerRuntime runtime = host.connect(often)) {
            runtime.create(sharing("one", "t1"));
            loseContainer("one");
            await().atMost(Duration.ofSeconds(20)).until(() -> holders().isEmpty());
        }
    }

    @Test
    void unusedImagesGoAFewAtATimeAndThoseOfContainersAndOfOthersStay() throws Exception {
        try (TestRegistry registry = TestRegistry.start()) {
            ImageUses uses = new ImageUses();
            List<String> unused = List.of(registry.image("a"), registry.image("b"), registry.image("c"));
            String used = registry.image("used");
            String foreign = registry.image("foreign");
            Pulls pulls = new Pulls(daemon, pullSettings(), uses);
            for (String image : unused) {
                pulls.pull(image);
            }
            pulls.pull(used);
            host.docker().pullImageCmd(foreign).start().awaitCompletion();
            host.docker().createContainerCmd(used).withName("user").exec();
            String local = "busybox:local";
            host.docker().tagImageCmd(TestDaemon.IMAGE, "busybox", "local").exec();
            uses.used(local, System.nanoTime());
            ImageCleanUp twoAtOnce = new ImageCleanUp(Duration.ofSeconds(1), Duration.ZERO, 2);
            Images images = new Images(daemon, twoAtOnce, uses);
            images.cleanUp();
            assertThat(present(unused)).hasSize(3);
            cycle(images, () -> present(unused).size() == 1);
            assertThat(present(unused)).containsExactly(unused.get(2));
            cycle(images, () -> present(unused).isEmpty());
            assertThat(present(List.of(used, foreign))).containsExactly(used, foreign);
            loseContainer("user");
            cycle(images, () -> present(List.of(used)).isEmpty());
            assertThat(present(List.of(foreign, local))).containsExactly(foreign, local);
            host.docker().removeImageCmd(foreign).exec();
            host.docker().removeImageCmd(local).exec();
        }
    }

    @Test
    void anImageThatWasRemovedIsPulledAgain() throws Exception {
        try (TestRegistry registry = TestRegistry.start()) {
            String image = registry.image("a");
            ImageUses uses = new ImageUses();
            Pulls pulls = new Pulls(daemon, pullSettings(), uses);
            pulls.pull(image);
            Images images = new Images(daemon, new ImageCleanUp(Duration.ofSeconds(1), Duration.ZERO, 5), uses);
            cycle(images, () -> present(List.of(image)).isEmpty());
            pulls.pull(image);
            assertThat(present(List.of(image))).containsExactly(image);
            host.docker().removeImageCmd(image).exec();
        }
    }

    @Test
    void imagesGoThoughWhatTasksLeftBehindCanNotBeLookedFor() throws Exception {
        try (TestRegistry registry = TestRegistry.start()) {
            String image = registry.image("a");
            ImageUses uses = new ImageUses();
            new Pulls(daemon, pullSettings(), uses).pull(image);
            Images images = new Images(daemon, new ImageCleanUp(Duration.ofSeconds(1), Duration.ZERO, 5), uses);
            host.proxy().when("GET", "/volumes", Fault.refuse(500, "it is ill"));
            try (CleanUp cleanUp = new CleanUp(leftOvers("default", "i-1"), images, Duration.ofHours(1))) {
                await().atMost(Duration.ofSeconds(20)).until(() -> {
                    cleanUp.run();
                    return present(List.of(image)).isEmpty();
                });
            }
        }
    }

    @Test
    void aLookThatFailsIsNone() throws Exception {
        host.runtime().create(sharing("one", "t1"));
        loseContainer("one");
        LeftOvers leftOvers = leftOvers("default", "i-1");
        leftOvers.cleanUp();
        host.proxy().when("GET", "/volumes", Fault.refuse(500, "it is ill"));
        assertThatThrownBy(leftOvers::cleanUp).isInstanceOf(DockerException.class);
        assertThat(holders()).containsExactly("t1");
        host.proxy().heal();
        leftOvers.cleanUp();
        assertThat(holders()).isEmpty();
    }

    private static PullSettings pullSettings() {
        return new PullSettings(
                PullBehavior.PREFER_CACHED,
                image -> Optional.empty(),
                (image, layer, status, current, total) -> {},
                Duration.ofSeconds(20),
                Duration.ofMinutes(1));
    }

    /** Looks until one interval has passed and something came of it. */
    private static void cycle(Images images, Callable<Boolean> done) {
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    images.cleanUp();
                    return done.call();
                });
    }

    private List<String> present(List<String> images) {
        return images.stream().filter(this::isThere).toList();
    }

    private boolean isThere(String image) {
        try {
            host.docker().inspectImageCmd(image).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }
}
