package io.stowage.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.stowage.runtime.docker.RegistryCredentials.Login;
import io.stowage.runtime.docker.testing.Fault;
import io.stowage.runtime.docker.testing.NeedsDocker;
import io.stowage.runtime.docker.testing.TestDaemon;
import io.stowage.runtime.docker.testing.TestRegistry;
import io.stowage.runtime.docker.testing.TestRegistry.Trouble;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerState;
import io.stowage.spi.PulledImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A registry that has not, denies, is too busy, out of order, stalls or lies; and a daemon that does while it pulls. */
@NeedsDocker
@Timeout(60)
class PullFaultsTest {

    private TestRegistry registry;
    private FaultyHost host;

    @BeforeEach
    void start() throws Exception {
        registry = TestRegistry.start();
        host = pulling(PullBehavior.DEFAULT);
    }

    private FaultyHost pulling(PullBehavior behavior) throws ContainerRuntimeException {
        return FaultyHost.before(
                TestDaemon.shared(),
                DockerRuntimeProvider.builder().pullBehavior(behavior).pullInactivity(Duration.ofSeconds(2)));
    }

    @AfterEach
    void close() {
        registry.close();
        host.close();
    }

    private void assertRefused(String image, boolean retryable) {
        assertThatThrownBy(() -> host.runtime().pull(image))
                .isInstanceOfSatisfying(ContainerRuntimeException.class, refused -> {
                    assertThat(refused.category()).isEqualTo(Category.CannotPullContainerError);
                    assertThat(refused.isRetryable()).as(refused.reason()).isEqualTo(retryable);
                    assertThat(refused.getMessage()).contains(image);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_FOUND, false",
        "DENIED, false",
        "TOO_MANY_REQUESTS, true",
        "SERVER_ERROR, true",
        "STALLED_LAYER, true",
        "WRONG_LAYER, true",
        "TRUNCATED_LAYER, true"
    })
    void whetherATroubledPullIsTriedAgainDependsOnTheTroubleAndItSucceedsAfterIt(Trouble trouble, boolean retryable)
            throws Exception {
        String image = registry.image("app", 2_000_000);
        registry.make(trouble);
        assertRefused(image, retryable);
        registry.make(Trouble.NONE);
        assertThat(host.runtime().pull(image)).isEqualTo(new PulledImage(registry.digest("app")));
    }

    @Test
    void aRegistryThatIsGoneMayComeBack() {
        String image = registry.image("app");
        registry.close();
        assertRefused(image, true);
    }

    @Test
    void anImageThatIsOnTheHostIsTakenWhereItsRegistryFailsUnlessItAlwaysHasToBeAsked() throws Exception {
        String image = registry.image("app");
        PulledImage first = host.runtime().pull(image);
        registry.make(Trouble.SERVER_ERROR);
        assertThat(host.runtime().pull(image)).isEqualTo(first);
        host.close();
        host = pulling(PullBehavior.ALWAYS);
        assertRefused(image, true);
    }

    @Test
    void aTagThatWasMovedIsPulledAnewAndADigestStaysWhatItIs() throws Exception {
        String image = registry.image("app");
        PulledImage first = host.runtime().pull(image);
        registry.image("app");
        assertThat(host.runtime().pull(image)).isEqualTo(new PulledImage(registry.digest("app")));
        String pinned = image.replace(":latest", "@" + first.digest());
        registry.make(Trouble.SERVER_ERROR);
        assertThat(host.runtime().pull(pinned)).isEqualTo(first);
    }

    @Test
    void aContainerTellsTheImageThatItIsOfAndNotTheOneThatItsTagMeantBeforeOrMeansNow() throws Exception {
        String image = registry.image("app");
        PulledImage first = host.runtime().pull(image);
        registry.image("app");
        PulledImage second = host.runtime().pull(image);
        try {
            createdOf("tagged", image);
            registry.image("app");
            PulledImage third = host.runtime().pull(image);

            assertThat(host.state("tagged").imageDigest())
                    .isEqualTo(second.digest())
                    .isNotEqualTo(first.digest())
                    .isNotEqualTo(third.digest());
            long asked = host.proxy().count("GET", "/images/[^/]+/json");
            assertThat(host.runtime().list(FaultyHost.OURS))
                    .singleElement()
                    .extracting(ContainerState::imageDigest)
                    .isEqualTo(second.digest());
            assertThat(host.proxy().count("GET", "/images/[^/]+/json")).isEqualTo(asked);
        } finally {
            host.runtime().remove("tagged");
        }
    }

    @Test
    void aContainerIsSeenThoughTheDaemonDoesNotSayOfWhichImageItIs() throws Exception {
        host.proxy().when("GET", "/images/[^/]+/json", Fault.refuse(500, "it is ill"));
        host.create("imported");
        assertThat(host.state("imported").imageDigest()).isNull();
        host.proxy().heal();
        assertThat(host.state("imported").imageDigest())
                .as("of what came from no registry")
                .isNull();
    }

    @Test
    void whatIsCreatedByADigestIsOfThatWhereverTheTagPoints() throws Exception {
        String image = registry.image("app");
        String pinned =
                image.replace(":latest", "@" + host.runtime().pull(image).digest());
        try {
            String first = createdOf("pinned-1", image);
            registry.image("app");
            host.runtime().pull(image);
            host.runtime().pull(pinned);
            String moved = createdOf("pinned-2", image);

            assertThat(createdOf("pinned-3", pinned)).isEqualTo(first).isNotEqualTo(moved);

            for (String name : List.of("pinned-1", "pinned-2", "pinned-3")) {
                host.runtime().remove(name);
            }
            host.docker().removeImageCmd(pinned).exec();
            host.runtime().pull(pinned);
            assertThat(createdOf("pinned-4", pinned))
                    .as("on a host that had it not")
                    .isEqualTo(first);
        } finally {
            for (int i = 1; i <= 4; i++) {
                host.runtime().remove("pinned-" + i);
            }
        }
    }

    /** The id of the image that it was created of. */
    private String createdOf(String name, String image) throws Exception {
        host.runtime()
                .create(FaultyHost.spec(
                        name, FaultyHost.sleeping().toBuilder().image(image).build()));
        return host.docker().inspectContainerCmd(name).exec().getImageId();
    }

    @Test
    void whatWasTaggedHereHasNoDigestOfItsOwn() throws Exception {
        String image = registry.image("app");
        host.runtime().pull(image);
        host.docker().tagImageCmd(image, "tagged-here", "1").exec();
        try {
            registry.make(Trouble.SERVER_ERROR);
            assertThat(host.runtime().pull("tagged-here:1")).isEqualTo(new PulledImage(null));
        } finally {
            host.docker().removeImageCmd("tagged-here:1").exec();
        }
    }

    @Test
    void aLoginIsAskedForWithEachPullAndAWrongOneIsRefusedForGood() throws Exception {
        registry.requireLogin("user", "right");
        String image = registry.image("app");
        assertRefused(image, false);
        for (String password : List.of("wrong", "right")) {
            host.close();
            host = FaultyHost.before(
                    TestDaemon.shared(),
                    DockerRuntimeProvider.builder()
                            .registryCredentials(of -> of.equals(image)
                                    ? Optional.of(new Login("user", password.toCharArray()))
                                    : Optional.empty()));
            if (password.equals("wrong")) {
                assertRefused(image, false);
            }
        }
        assertThat(host.runtime().pull(image)).isEqualTo(new PulledImage(registry.digest("app")));
    }

    @Test
    void manyWhoPullOneImageAskOnce() throws Exception {
        String image = registry.image("app", 2_000_000);
        registry.make(Trouble.STALLED_LAYER);
        ExecutorService many = Executors.newFixedThreadPool(8);
        try {
            List<Future<PulledImage>> pulls = new ArrayList<>();
            Callable<PulledImage> pull = () -> host.runtime().pull(image);
            for (int i = 0; i < 8; i++) {
                pulls.add(many.submit(pull));
            }
            for (Future<PulledImage> each : pulls) {
                assertThatThrownBy(each::get).hasCauseInstanceOf(ContainerRuntimeException.class);
            }
            assertThat(host.proxy().count("POST", "/images/create")).isEqualTo(1);
        } finally {
            many.shutdownNow();
        }
    }

    @Test
    void aPullThatTheDaemonForgetsOrCutsIsTriedAgainAndHoldsUpNobody() throws Exception {
        String image = registry.image("app");
        host.proxy().next("POST", "/images/create", new Fault.Swallow());
        assertRefused(image, true);
        host.proxy().next("POST", "/images/create", new Fault.Cut());
        assertThatThrownBy(() -> host.runtime().pull(image)).isInstanceOf(OutcomeUnknownException.class);
        host.proxy().next("POST", "/images/create", new Fault.RewritePieces(piece -> "\u0000"));
        assertThatThrownBy(() -> host.runtime().pull(image)).isInstanceOf(OutcomeUnknownException.class);
        assertThat(host.runtime().pull(image)).isEqualTo(new PulledImage(registry.digest("app")));
    }

    @Test
    void aStreamThatEndsInMidPullIsNoImage() {
        String image = registry.image("app", 2_000_000);
        registry.make(Trouble.STALLED_LAYER);
        Thread cutter = new Thread(() -> {
            await().until(() -> registry.count("/blobs/") > 0);
            host.proxy().cutAll();
        });
        cutter.start();
        assertThatThrownBy(() -> host.runtime().pull(image)).isInstanceOf(OutcomeUnknownException.class);
        assertThatThrownBy(() -> host.docker().inspectImageCmd(image).exec()).hasMessageContaining("No such image");
    }
}
