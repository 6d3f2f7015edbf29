package io.stowage.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.CapacityProviders;
import io.stowage.CreateCapacityProviderRequest;
import io.stowage.CreateClusterRequest;
import io.stowage.Engine;
import io.stowage.PutClusterCapacityProvidersRequest;
import io.stowage.UpdateCapacityProviderRequest;
import io.stowage.core.EngineBuilder;
import io.stowage.core.FakeMachines;
import io.stowage.core.FakeStore;
import io.stowage.core.HandWorld;
import io.stowage.core.Stowage;
import io.stowage.core.operation.ClusterOperation;
import io.stowage.core.operation.HasCapacityProvider;
import io.stowage.core.operation.Pools;
import io.stowage.core.operation.ProviderEpoch;
import io.stowage.core.operation.PutClusterCapacityProviders;
import io.stowage.core.registry.RegistryOperation;
import io.stowage.core.registry.UsableCapacityProviders;
import io.stowage.core.state.AttachedProvider;
import io.stowage.error.AccessDeniedException;
import io.stowage.error.InvalidParameterException;
import io.stowage.error.ResourceInUseException;
import io.stowage.error.ServerException;
import io.stowage.error.UpdateInProgressException;
import io.stowage.model.CapacityProvider;
import io.stowage.model.CapacityProviderStatus;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.CapacityProviderUpdateStatus;
import io.stowage.model.Cluster;
import io.stowage.model.ClusterStatus;
import io.stowage.model.InstancePoolProvider;
import io.stowage.model.InstancePoolProviderUpdate;
import io.stowage.spi.Commit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Capacity providers through a whole engine, with others beside it and after it. */
class CapacityProviderOperationsTest {

    private static final String ARN = "arn:stowage:ecs:local:000000000000:capacity-provider/pool";
    private static final Duration A_WHILE = Duration.ofMinutes(3);

    private final HandWorld world = new HandWorld();
    private final FakeStore store = new FakeStore();
    private final FakeMachines machines = new FakeMachines("cloud");
    private final Engine engine = builder(world).build();

    private EngineBuilder builder(HandWorld in) {
        return Stowage.engine().world(in).store(store).instanceProvider(machines);
    }

    private static CreateCapacityProviderRequest asked(String name) {
        return new CreateCapacityProviderRequest(name, Pools.asked(), null);
    }

    private static UpdateCapacityProviderRequest atMost(int maximumSize) {
        return new UpdateCapacityProviderRequest(
                "pool",
                InstancePoolProviderUpdate.builder().maximumSize(maximumSize).build());
    }

    private static Cluster put(Engine by, String cluster, String... providers) {
        return by.clusters()
                .putClusterCapacityProviders(
                        new PutClusterCapacityProvidersRequest(cluster, List.of(providers), List.of()));
    }

    private static CapacityProvider describe(Engine by) {
        return by.capacityProviders().describe("pool").capacityProviders().get(0);
    }

    private static boolean isGone(Engine by) {
        return by.capacityProviders().describe("pool").capacityProviders().isEmpty();
    }

    private static List<String> providersOf(Engine by, String cluster) {
        return by.clusters().describe(cluster).clusters().get(0).capacityProviders();
    }

    private String copyIn(String cluster) {
        return store.text("cluster/" + cluster, "capacityprovider", "pool");
    }

    private static <T> T now(HandWorld in, CompletableFuture<T> answer) {
        in.pass(Duration.ofSeconds(1));
        try {
            return answer.join();
        } catch (CompletionException failed) {
            throw (RuntimeException) failed.getCause();
        }
    }

    private <T> T ask(ClusterOperation<T> operation) {
        return now(world, ((EngineView) engine).core().clusters().submit("harbour", operation));
    }

    private <T> T ask(RegistryOperation<T> operation) {
        return now(world, ((EngineView) engine).core().registry().submit(operation));
    }

    /** The world of the first engine ends with this commit; the store goes on without its leases. */
    private void dieAtCommit(Predicate<Commit> which, Runnable operation) {
        store.beforeCommit(commit -> {
            if (which.test(commit)) {
                world.close();
                throw new HandWorld.NoAnswer();
            }
        });
        assertThatThrownBy(operation::run).isInstanceOf(ServerException.class);
        store.beforeCommit(commit -> {});
    }

    private HandWorld nextWorld() {
        HandWorld next = new HandWorld();
        // Another engine's ids are others.
        for (int i = 0; i < 1000; i++) {
            next.newId();
        }
        store.forgetLeases();
        return next;
    }

    /** The n-th commit of the registry from now on. */
    private static Predicate<Commit> registryCommit(int number) {
        List<Commit> seen = new ArrayList<>();
        return commit -> commit.partition().equals("registry") && seen.add(commit) && seen.size() == number;
    }

    @Test
    void oneComesIsChangedAndGoes() {
        CapacityProviders providers = engine.capacityProviders();
        CapacityProvider made = providers.create(asked("pool"));
        assertThat(made.capacityProviderArn()).isEqualTo(ARN);
        assertThat(made.instancePoolProvider()).isEqualTo(Pools.pool());
        assertThat(providers.create(asked("pool"))).isEqualTo(made);

        CapacityProvider changed = providers.update(atMost(20));
        assertThat(changed.updateStatus()).isEqualTo(CapacityProviderUpdateStatus.UPDATE_COMPLETE);
        assertThat(changed.instancePoolProvider().maximumSize()).isEqualTo(20);
        assertThat(describe(engine)).isEqualTo(changed);
        int commits = store.commits().size();
        assertThat(providers.update(atMost(20))).as("the same again").isEqualTo(changed);
        assertThat(store.commits()).hasSize(commits);

        CapacityProvider deleted = providers.delete(ARN);
        assertThat(deleted.status()).isEqualTo(CapacityProviderStatus.INACTIVE);
        assertThat(deleted.updateStatus()).isEqualTo(CapacityProviderUpdateStatus.DELETE_COMPLETE);
        assertThat(isGone(engine)).isTrue();
        assertThatThrownBy(() -> providers.delete("pool"))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("'pool' was not found");
        assertThatThrownBy(() -> providers.update(atMost(20))).isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void whatCanNotBeMadeIsRefused() {
        CapacityProviders providers = engine.capacityProviders();
        assertThatThrownBy(() -> providers.create(new CreateCapacityProviderRequest(
                        "pool", pool().instanceProvider("sky").build(), null)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("instanceProvider is 'sky'")
                .hasMessageContaining("cloud");
        InstancePoolProvider coloured =
                pool().properties(Map.of("colour", "red")).build();
        assertThatThrownBy(() -> providers.create(new CreateCapacityProviderRequest("pool", coloured, null)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("refused by instance provider 'cloud': colour is no property");
        assertThatThrownBy(() -> providers.create(new CreateCapacityProviderRequest("pool", null, null)))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("instancePoolProvider is required");
        assertThatThrownBy(() -> providers.create(asked("FARGATE"))).isInstanceOf(InvalidParameterException.class);
        providers.create(asked("pool"));
        assertThatThrownBy(() -> providers.update(atMost(0)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("maximumSize is 0");
        for (String reserved : List.of("FARGATE", "FARGATE_SPOT")) {
            assertThatThrownBy(() -> providers.delete(reserved))
                    .isInstanceOf(InvalidParameterException.class)
                    .hasMessageContaining("'" + reserved + "' is reserved");
        }
    }

    private static io.stowage.model.InstancePoolProviderBuilder pool() {
        return Pools.asked().toBuilder();
    }

    @Test
    void theAuthorizerIsAskedBeforeAnythingHappens() {
        List<String> asked = new ArrayList<>();
        Engine guarded = builder(world)
                .store(new FakeStore())
                .authorizer((principal, action, resource) -> {
                    asked.add(action + " " + resource);
                    return Optional.of("no");
                })
                .build();
        assertThatThrownBy(() -> guarded.capacityProviders().create(asked("pool")))
                .isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> guarded.capacityProviders().update(atMost(1)))
                .isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> guarded.capacityProviders().delete("pool")).isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> put(guarded, "harbour", "pool")).isInstanceOf(AccessDeniedException.class);
        assertThat(asked)
                .containsExactly(
                        "CreateCapacityProvider pool",
                        "UpdateCapacityProvider pool",
                        "DeleteCapacityProvider pool",
                        "PutClusterCapacityProviders harbour");
    }

    @Test
    void clustersHaveWhatIsPutOnThemAndFollowItsChanges() {
        engine.capacityProviders().create(asked("pool"));
        engine.clusters().create("harbour");
        engine.clusters().create("island");
        put(engine, "harbour", "pool", "FARGATE");

        engine.capacityProviders().update(atMost(20));

        assertThat(providersOf(engine, "harbour")).containsExactly("pool", "FARGATE");
        assertThat(copyIn("harbour")).contains("\"maximumSize\":20");
        assertThatThrownBy(() -> engine.capacityProviders().delete("pool"))
                .isInstanceOf(ResourceInUseException.class)
                .hasMessageContaining("used by [harbour]");
        assertThat(describe(engine).status()).isEqualTo(CapacityProviderStatus.ACTIVE);
        assertThat(describe(engine).updateStatus()).isEqualTo(CapacityProviderUpdateStatus.DELETE_FAILED);
        assertThat(describe(engine).updateStatusReason()).contains("harbour");

        put(engine, "harbour");
        engine.capacityProviders().delete("pool");
        assertThat(isGone(engine)).isTrue();
        assertThatThrownBy(() -> put(engine, "harbour", "pool"))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("'pool' was not found");
    }

    @Test
    void anArnIsAsGoodAsANameInWhatIsPut() {
        engine.capacityProviders().create(asked("pool"));
        engine.clusters().create("harbour");
        Cluster cluster = engine.clusters()
                .putClusterCapacityProviders(new PutClusterCapacityProvidersRequest(
                        "harbour", List.of(ARN), List.of(new CapacityProviderStrategyItem(ARN, 2, 1))));
        assertThat(cluster.capacityProviders()).containsExactly("pool");
        assertThat(cluster.defaultCapacityProviderStrategy())
                .containsExactly(new CapacityProviderStrategyItem("pool", 2, 1));
        assertThatThrownBy(() -> put(engine, "harbour", "pool", ARN)).isInstanceOf(InvalidParameterException.class);
    }

    /** It was read while it was there, and comes to the cluster after that has said that it doesn't have it. */
    @Test
    void whatIsPutAfterADeletionHasLookedDoesNotLand() {
        engine.capacityProviders().create(asked("pool"));
        engine.clusters().create("harbour");
        long epoch = ask(new ProviderEpoch());
        List<AttachedProvider> read = ask(new UsableCapacityProviders(List.of("pool")));
        engine.capacityProviders().delete("pool");

        assertThatThrownBy(() -> ask(new PutClusterCapacityProviders(read, List.of(), epoch)))
                .isInstanceOf(UpdateInProgressException.class);

        assertThat(providersOf(engine, "harbour")).isEmpty();
    }

    /** The cluster hears of another one between the question for its epoch and what is put. */
    @Test
    void whatIsPutIsTriedAgainIfTheClusterHasHeardOfAChange() {
        engine.capacityProviders().create(asked("pool"));
        engine.clusters().create("harbour");
        List<CompletableFuture<Boolean>> heard = new ArrayList<>();
        store.beforeRead(() -> {
            if (heard.size() < 3) {
                heard.add(((EngineView) engine).core().clusters().submit("harbour", new HasCapacityProvider("pond")));
            }
        });

        assertThat(put(engine, "harbour", "pool").capacityProviders()).containsExactly("pool");

        assertThat(heard).hasSize(3).allMatch(CompletableFuture::isDone);
        assertThat(ask(new ProviderEpoch())).isEqualTo(3);
    }

    @Test
    void aDeletionThatWasCutOffIsCarriedOnByItself() {
        engine.capacityProviders().create(asked("pool"));
        dieAtCommit(registryCommit(2), () -> engine.capacityProviders().delete("pool"));
        HandWorld later = nextWorld();
        Engine next = builder(later).build();
        assertThat(describe(next).status()).isEqualTo(CapacityProviderStatus.DEPROVISIONING);

        later.pass(A_WHILE);

        assertThat(isGone(next)).isTrue();
    }

    @Test
    void aDeletionThatWasCutOffIsEndedByTheNextOne() {
        engine.capacityProviders().create(asked("pool"));
        dieAtCommit(registryCommit(2), () -> engine.capacityProviders().delete("pool"));
        Engine next = builder(nextWorld()).build();
        assertThatThrownBy(() -> next.capacityProviders().delete("pool"))
                .as("it is gone before this one begins")
                .isInstanceOf(InvalidParameterException.class);
        assertThat(isGone(next)).isTrue();
    }

    @Test
    void whatWasBeingDeletedCanBeMadeAnew() {
        engine.capacityProviders().create(asked("pool"));
        dieAtCommit(registryCommit(2), () -> engine.capacityProviders().delete("pool"));
        Engine next = builder(nextWorld()).build();

        CapacityProvider anew = next.capacityProviders()
                .create(new CreateCapacityProviderRequest(
                        "pool", pool().maximumSize(7).build(), null));

        assertThat(anew.status()).isEqualTo(CapacityProviderStatus.ACTIVE);
        assertThat(describe(next).instancePoolProvider().maximumSize()).isEqualTo(7);
    }

    @Test
    void whatWasBeingDeletedAndIsInUseIsActiveAgain() {
        engine.capacityProviders().create(asked("pool"));
        engine.clusters().create("harbour");
        put(engine, "harbour", "pool");
        dieAtCommit(registryCommit(2), () -> engine.capacityProviders().delete("pool"));
        HandWorld later = nextWorld();
        Engine next = builder(later).build();

        later.pass(A_WHILE);

        assertThat(describe(next).status()).isEqualTo(CapacityProviderStatus.ACTIVE);
        assertThat(describe(next).updateStatus()).isEqualTo(CapacityProviderUpdateStatus.DELETE_FAILED);
        put(next, "harbour");
        assertThat(next.capacityProviders().delete("pool").status()).isEqualTo(CapacityProviderStatus.INACTIVE);
    }

    @Test
    void aChangeThatWasCutOffGetsToTheClustersByItself() {
        engine.capacityProviders().create(asked("pool"));
        engine.clusters().create("harbour");
        put(engine, "harbour", "pool");
        store.beforeCommit(commit -> {
            if (commit.partition().equals("cluster/harbour")) {
                world.close();
                throw new HandWorld.NoAnswer();
            }
        });
        assertThat(engine.capacityProviders().update(atMost(20)).updateStatus())
                .isEqualTo(CapacityProviderUpdateStatus.UPDATE_IN_PROGRESS);
        store.beforeCommit(commit -> {});
        assertThat(copyIn("harbour")).contains("\"maximumSize\":10");
        HandWorld later = nextWorld();
        Engine next = builder(later).build();
        assertThat(describe(next).updateStatus()).isEqualTo(CapacityProviderUpdateStatus.UPDATE_IN_PROGRESS);
        assertThat(describe(next).instancePoolProvider().maximumSize()).isEqualTo(20);

        later.pass(A_WHILE);

        assertThat(copyIn("harbour")).contains("\"maximumSize\":20");
        assertThat(describe(next).updateStatus()).isEqualTo(CapacityProviderUpdateStatus.UPDATE_COMPLETE);
    }

    @Test
    void aClusterThatDoesNotAnswerFollowsWhenItIsBack() {
        engine.capacityProviders().create(asked("pool"));
        engine.clusters().create("harbour");
        put(engine, "harbour", "pool");
        store.beforeCommit(commit -> {
            if (commit.partition().equals("cluster/harbour")) {
                throw new IllegalStateException("out of reach");
            }
        });

        CapacityProvider changed = engine.capacityProviders().update(atMost(20));

        assertThat(changed.updateStatus()).isEqualTo(CapacityProviderUpdateStatus.UPDATE_IN_PROGRESS);
        assertThatThrownBy(() -> engine.capacityProviders().delete("pool")).isInstanceOf(ServerException.class);
        store.beforeCommit(commit -> {});
        world.pass(A_WHILE);
        assertThat(copyIn("harbour")).contains("\"maximumSize\":20");
        assertThat(describe(engine).updateStatus()).isEqualTo(CapacityProviderUpdateStatus.UPDATE_COMPLETE);
    }

    private static CreateClusterRequest withPool() {
        return new CreateClusterRequest(
                "harbour", null, null, List.of("pool"), List.of(new CapacityProviderStrategyItem(ARN, 1, null)));
    }

    @Test
    void aClusterIsMadeWithItsCapacityProviders() {
        engine.capacityProviders().create(asked("pool"));
        Cluster made = engine.clusters().create(withPool());
        assertThat(made.capacityProviders()).containsExactly("pool");
        assertThat(made.defaultCapacityProviderStrategy())
                .containsExactly(new CapacityProviderStrategyItem("pool", 1, null));
        assertThat(copyIn("harbour")).contains("\"maximumSize\":10");
        assertThat(engine.clusters().create(withPool())).isEqualTo(made);
    }

    @Test
    void aClusterWhoseCreationWasCutOffKeepsItsCapacityProviders() {
        engine.capacityProviders().create(asked("pool"));
        dieAtCommit(
                commit -> commit.partition().equals("cluster/harbour"),
                () -> engine.clusters().create(withPool()));
        // It is about to use it: it stays.
        HandWorld later = nextWorld();
        store.beforeLeaseOf(partition -> {
            if (partition.equals("cluster/harbour")) {
                throw new IllegalStateException("out of reach");
            }
        });
        Engine next = builder(later).build();
        assertThatThrownBy(() -> next.capacityProviders().delete("pool"))
                .isInstanceOf(ResourceInUseException.class)
                .hasMessageContaining("used by [harbour]");
        assertThat(next.capacityProviders().update(atMost(20)).updateStatus())
                .isEqualTo(CapacityProviderUpdateStatus.UPDATE_IN_PROGRESS);
        store.beforeLeaseOf(partition -> {});

        later.pass(A_WHILE);

        Cluster cluster = next.clusters().describe("harbour").clusters().get(0);
        assertThat(cluster.status()).isEqualTo(ClusterStatus.ACTIVE);
        assertThat(cluster.capacityProviders()).containsExactly("pool");
        assertThat(cluster.defaultCapacityProviderStrategy())
                .containsExactly(new CapacityProviderStrategyItem("pool", 1, null));
        assertThat(copyIn("harbour")).contains("\"maximumSize\":20");
        assertThat(describe(next).updateStatus()).isEqualTo(CapacityProviderUpdateStatus.UPDATE_COMPLETE);
    }

    @Test
    void aClusterIsNotBegunWithWhatIsNotThere() {
        assertThatThrownBy(() -> engine.clusters().create(withPool()))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("'pool' was not found");
        assertThat(engine.clusters().describe("harbour").clusters()).isEmpty();
    }

    /** What one engine does, another one that doesn't lead the cluster can do as well. */
    @Test
    void anEngineThatDoesNotLeadAsksThroughTheInbox() {
        engine.capacityProviders().create(asked("pool"));
        engine.clusters().create("harbour");
        Engine follower = builder(world).name("follower").build();
        world.pass(Duration.ofSeconds(12));

        assertThat(put(follower, "harbour", "pool").capacityProviders()).containsExactly("pool");
        follower.capacityProviders().update(atMost(20));
        assertThat(copyIn("harbour")).contains("\"maximumSize\":20");
        assertThatThrownBy(() -> follower.capacityProviders().delete("pool"))
                .isInstanceOf(ResourceInUseException.class);
        put(follower, "harbour");
        follower.capacityProviders().delete("pool");
        assertThat(isGone(engine)).isTrue();
    }

    /** Whatever the order, in the end the cluster has only what is there, as it is there. */
    @Test
    void changesDeletionsAndWhatIsPutMeet() {
        Engine other = builder(world).name("other").build();
        engine.clusters().create("harbour");
        world.pass(Duration.ofSeconds(12));
        int landed = 0;
        for (int pause = 0; pause < 40; pause++) {
            engine.capacityProviders().create(asked("pool"));
            ProviderDirectory providers = ((EngineView) other).core().providers();
            long epoch = ask(new ProviderEpoch());
            CompletableFuture<List<AttachedProvider>> read =
                    ((EngineView) engine).core().registry().submit(new UsableCapacityProviders(List.of("pool")));
            CompletableFuture<?> deletion = providers
                    .settled("pool")
                    .thenCompose(seen -> providers.change(
                            seen.orElseThrow(),
                            seen.get().provider().toBuilder()
                                    .status(CapacityProviderStatus.DEPROVISIONING)
                                    .build()))
                    .thenCompose(marked -> providers.endDeletion(marked.orElseThrow()));
            world.pass(Duration.ofMillis(pause * 10L));
            CompletableFuture<Cluster> put = ((EngineView) engine)
                    .core()
                    .clusters()
                    .submit("harbour", new PutClusterCapacityProviders(read.join(), List.of(), epoch));
            world.pass(Duration.ofSeconds(10));

            assertThat(deletion).as("pause %d", pause).isCompleted();
            assertThat(put).as("pause %d", pause).isDone();
            assertThat(isGone(engine))
                    .as("pause %d", pause)
                    .isEqualTo(providersOf(engine, "harbour").isEmpty());
            landed += put.isCompletedExceptionally() ? 0 : 1;
            put(engine, "harbour");
            if (!isGone(engine)) {
                engine.capacityProviders().delete("pool");
            }
        }
        assertThat(landed).as("some were in time, others were not").isBetween(1, 39);
    }
}
