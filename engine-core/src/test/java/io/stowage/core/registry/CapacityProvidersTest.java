package io.stowage.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.DescribeCapacityProvidersRequest;
import io.stowage.DescribeCapacityProvidersResponse;
import io.stowage.core.Damage;
import io.stowage.core.FakeStore;
import io.stowage.core.HandWorld;
import io.stowage.core.operation.Pools;
import io.stowage.core.state.AttachedProvider;
import io.stowage.core.store.StorePort;
import io.stowage.error.InvalidParameterException;
import io.stowage.error.ServerException;
import io.stowage.error.UpdateInProgressException;
import io.stowage.model.CapacityProvider;
import io.stowage.model.CapacityProviderStatus;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.CapacityProviderUpdateStatus;
import io.stowage.model.Failure;
import io.stowage.model.InstancePoolProvider;
import io.stowage.model.Tag;
import io.stowage.spi.StoredRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Capacity providers as records of the registry. */
class CapacityProvidersTest {

    private static final String PREFIX = "arn:stowage:ecs:local:000000000000";
    private static final InstancePoolProvider POOL = Pools.pool();

    private final HandWorld world = new HandWorld();
    private final FakeStore store = new FakeStore();
    private Registry registry = started(store);

    private Registry started(FakeStore on) {
        Registry fresh = new Registry(world, new StorePort(on, world.lane("store", 4), Duration.ofSeconds(10)), PREFIX);
        fresh.start();
        world.settle();
        return fresh;
    }

    private <T> T ask(RegistryOperation<T> operation) {
        return ask(registry, operation);
    }

    private <T> T ask(Registry of, RegistryOperation<T> operation) {
        var answer = of.submit(operation);
        world.settle();
        try {
            return answer.join();
        } catch (CompletionException failed) {
            throw (RuntimeException) failed.getCause();
        }
    }

    private CapacityProvider create(String name) {
        return ask(new CreateCapacityProvider(name, POOL, List.of()));
    }

    private SeenProvider find(String name) {
        return ask(new FindCapacityProvider(name)).orElseThrow();
    }

    private static CapacityProvider deleting(CapacityProvider provider) {
        return provider.toBuilder()
                .status(CapacityProviderStatus.DEPROVISIONING)
                .build();
    }

    private DescribeCapacityProvidersResponse describe(String... names) {
        return ask(new DescribeCapacityProviders(new DescribeCapacityProvidersRequest(List.of(names), null, null)));
    }

    @Test
    void whatIsCreatedIsThereAndCanBeCreatedAgain() {
        List<Tag> tags = List.of(new Tag("team", "web"));
        CapacityProvider made = ask(new CreateCapacityProvider("pool", POOL, tags));

        assertThat(made.capacityProviderArn()).isEqualTo(PREFIX + ":capacity-provider/pool");
        assertThat(made.status()).isEqualTo(CapacityProviderStatus.ACTIVE);
        assertThat(made.updateStatus()).isEqualTo(CapacityProviderUpdateStatus.CREATE_COMPLETE);
        assertThat(made.tags()).isEqualTo(tags);
        assertThat(ask(new CreateCapacityProvider("pool", POOL, tags))).isEqualTo(made);
        assertThat(store.commits()).hasSize(1);
        assertThatThrownBy(() -> create("pool"))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("already exists: 'pool'");
    }

    @Test
    void namesAndArnsAreDescribedInTheOrderAskedFor() {
        create("b");
        create("a");

        DescribeCapacityProvidersResponse found =
                describe(PREFIX + ":capacity-provider/b", "nobody", "FARGATE", "a", "arn:aws:ecs:eu:1:x/a");

        assertThat(found.capacityProviders()).extracting(CapacityProvider::name).containsExactly("b", "FARGATE", "a");
        assertThat(found.failures())
                .first()
                .isEqualTo(new Failure(PREFIX + ":capacity-provider/nobody", "MISSING", null));
        assertThat(found.failures()).hasSize(2);
        String[] many = IntStream.range(0, 101).mapToObj(i -> "p" + i).toArray(String[]::new);
        assertThatThrownBy(() -> describe(many))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("capacityProviders has 101 elements");
    }

    @Test
    void allOfThemComeInPagesWithThoseThatAreAlwaysThere() {
        for (int i = 0; i < 21; i++) {
            create(String.format("p%02d", i));
        }
        List<String> names = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        String token = null;
        do {
            var page = ask(new DescribeCapacityProviders(new DescribeCapacityProvidersRequest(null, null, token)));
            page.capacityProviders().forEach(each -> names.add(each.name()));
            sizes.add(page.capacityProviders().size());
            token = page.nextToken();
        } while (token != null);

        assertThat(sizes).containsExactly(10, 10, 3);
        assertThat(names).isSorted().doesNotHaveDuplicates().contains("FARGATE", "FARGATE_SPOT", "p00", "p20");
        assertThatThrownBy(
                        () -> ask(new DescribeCapacityProviders(new DescribeCapacityProvidersRequest(null, 11, null))))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("maxResults is 11");
    }

    @Test
    void onlyWhatIsActiveIsUsable() {
        create("a");
        List<AttachedProvider> usable =
                ask(new UsableCapacityProviders(List.of("FARGATE", PREFIX + ":capacity-provider/a")));
        assertThat(usable).extracting(AttachedProvider::name).containsExactly("FARGATE", "a");
        assertThat(usable).extracting(AttachedProvider::version).containsExactly(0L, 1L);

        ask(new ChangeCapacityProvider(find("a").seenAt(), deleting(create("a"))));
        assertThatThrownBy(() -> ask(new UsableCapacityProviders(List.of("a"))))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("'a' is DEPROVISIONING");
        assertThatThrownBy(() -> create("a")).isInstanceOf(UpdateInProgressException.class);
        assertThatThrownBy(() -> ask(new UsableCapacityProviders(List.of("nobody"))))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("'nobody' was not found");
    }

    @Test
    void whoeverWasOutrunChangesNothing() {
        CapacityProvider made = create("a");
        Registry other = started(store);
        SeenProvider seen = ask(other, new FindCapacityProvider("a")).orElseThrow();
        CapacityProvider described =
                made.toBuilder().updateStatusReason("first").build();

        SeenProvider first =
                ask(new ChangeCapacityProvider(seen.seenAt(), described)).orElseThrow();

        assertThat(first.attached().version()).isEqualTo(2);
        assertThat(ask(other, new ChangeCapacityProvider(seen.seenAt(), deleting(made))))
                .isEmpty();
        assertThat(find("a").provider()).isEqualTo(described);
        assertThat(ask(other, new ChangeCapacityProvider(first.seenAt(), deleting(made))))
                .isPresent();
    }

    /** That one of the same name, of the same version even, is there again is no reason to delete or to change it. */
    @Test
    void oneThatWasDeletedAndMadeAnewIsAnother() {
        CapacityProvider made = create("a");
        SeenProvider seen = find("a");
        SeenProvider marked =
                ask(new ChangeCapacityProvider(seen.seenAt(), deleting(made))).orElseThrow();
        assertThat(ask(new RemoveCapacityProvider("a", marked.seenAt()))).isTrue();
        create("a");
        assertThat(ask(new ChangeCapacityProvider(seen.seenAt(), deleting(made))))
                .isEmpty();
        SeenProvider again = ask(new ChangeCapacityProvider(find("a").seenAt(), deleting(made)))
                .orElseThrow();
        assertThat(again.attached()).isEqualTo(marked.attached());

        assertThat(ask(new RemoveCapacityProvider("a", marked.seenAt()))).isFalse();
        assertThat(ask(started(store), new RemoveCapacityProvider("a", marked.seenAt())))
                .isFalse();

        assertThat(ask(new RemoveCapacityProvider("a", again.seenAt()))).isTrue();
        assertThat(ask(new RemoveCapacityProvider("a", again.seenAt())))
                .as("it is gone")
                .isTrue();
        assertThat(ask(new FindCapacityProvider("a"))).isEmpty();
    }

    @Test
    void onlyWhatIsMarkedIsRemoved() {
        create("a");
        assertThat(ask(new RemoveCapacityProvider("a", find("a").seenAt()))).isFalse();
        assertThat(describe("a").failures()).isEmpty();
    }

    @Test
    void whatHasStepsLeftIsFound() {
        create("c");
        CapacityProvider updating = create("b").toBuilder()
                .updateStatus(CapacityProviderUpdateStatus.UPDATE_IN_PROGRESS)
                .build();
        ask(new ChangeCapacityProvider(find("b").seenAt(), updating));
        ask(new ChangeCapacityProvider(find("b").seenAt(), updating));
        ask(new ChangeCapacityProvider(find("c").seenAt(), create("c")));
        create("a");
        ask(new ChangeCapacityProvider(find("a").seenAt(), deleting(create("a"))));

        assertThat(ask(new UnsettledCapacityProviders()))
                .extracting(SeenProvider::name)
                .containsExactly("a", "b");
        assertThat(ask(started(store), new UnsettledCapacityProviders()))
                .extracting(SeenProvider::attached)
                .isEqualTo(ask(new UnsettledCapacityProviders()).stream()
                        .map(SeenProvider::attached)
                        .toList());
    }

    @Test
    void anotherEngineSeesThemAndReadsThemBack() {
        Registry other = started(store);
        create("a");
        assertThat(ask(other, new FindCapacityProvider("a"))).isPresent();
        store.rewrite(Registry.PARTITION, text -> "{\"fromTheFuture\":[7]," + text.substring(1));
        Registry next = started(store);
        assertThat(ask(next, new FindCapacityProvider("a")).orElseThrow().attached())
                .isEqualTo(find("a").attached());

        SeenProvider seen = ask(next, new FindCapacityProvider("a")).orElseThrow();
        ask(next, new ChangeCapacityProvider(seen.seenAt(), deleting(seen.provider())));
        assertThat(store.text(Registry.PARTITION, "capacityprovider", "a"))
                .contains("\"fromTheFuture\":[7]")
                .contains("DEPROVISIONING");
        long marked = ask(next, new FindCapacityProvider("a")).orElseThrow().seenAt();
        assertThat(ask(next, new RemoveCapacityProvider("a", marked))).isTrue();
        assertThat(ask(other, new FindCapacityProvider("a"))).isEmpty();
        assertThat(ask(new FindCapacityProvider("a"))).isEmpty();
    }

    @Test
    void aClusterBeginsWithNamesWhateverWasGiven() {
        create("a");
        String arn = PREFIX + ":capacity-provider/a";
        BeginCluster begin = new BeginCluster(
                "harbour", List.of(), List.of(), List.of(arn), List.of(new CapacityProviderStrategyItem(arn, 1, null)));

        RegisteredCluster begun = ask(begin);

        assertThat(begun.cluster().capacityProviders()).containsExactly("a");
        assertThat(begun.cluster().defaultCapacityProviderStrategy())
                .containsExactly(new CapacityProviderStrategyItem("a", 1, null));
        ask(new ChangeCapacityProvider(find("a").seenAt(), deleting(create("a"))));
        assertThat(ask(begin))
                .as("the cluster is there, whatever it was asked for with")
                .isEqualTo(begun);
        assertThatThrownBy(() -> ask(new BeginCluster("island", List.of(), List.of(), List.of("nobody"), List.of())))
                .isInstanceOf(InvalidParameterException.class);
        assertThat(ask(new ClusterEntry("island"))).isEqualTo(Optional.empty());
    }

    @Test
    void oneThatCanNotBeReadIsNeitherMadeAnewNorUsedNorDeleted() {
        create("a");
        create("b");
        store.rewrite(Registry.PARTITION, "capacityprovider", "a", before -> "{\"name\":\"a\"}");
        registry = started(store);

        for (RegistryOperation<?> operation : List.<RegistryOperation<?>>of(
                new CreateCapacityProvider("a", POOL, List.of()),
                new FindCapacityProvider("a"),
                new UsableCapacityProviders(List.of("a")),
                new RemoveCapacityProvider("a", 9))) {
            assertThatThrownBy(() -> ask(operation))
                    .isInstanceOf(ServerException.class)
                    .hasMessageContaining("capacityprovider a");
        }
        assertThat(find("b").provider()).isEqualTo(create("b"));
        assertThat(store.text(Registry.PARTITION, "capacityprovider", "a")).isEqualTo("{\"name\":\"a\"}");
    }

    /** It may use any of them. */
    @Test
    void nothingIsRemovedWhileTheEntryOfAClusterCanNotBeRead() {
        create("a");
        ask(new BeginCluster("harbour", List.of(), List.of()));
        long marked = ask(new ChangeCapacityProvider(find("a").seenAt(), deleting(create("a"))))
                .orElseThrow()
                .seenAt();
        store.rewrite(Registry.PARTITION, "cluster", "harbour", before -> "{}");
        registry = started(store);

        assertThatThrownBy(() -> ask(new RemoveCapacityProvider(
                        "a", Math.max(marked, find("a").seenAt()))))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("the record of a cluster can't be read");
        assertThat(find("a").provider().status()).isEqualTo(CapacityProviderStatus.DEPROVISIONING);
    }

    @Test
    void noDamageOfOneKeepsTheOthersFromBeingUsed() {
        create("a");
        create("b");
        StoredRecord healthy = store.read(Registry.PARTITION).records().stream()
                .filter(record -> record.id().equals("a"))
                .findFirst()
                .orElseThrow();
        int cases = 0;
        int aside = 0;
        for (Damage damage : Damage.allOf(healthy)) {
            cases++;
            store.rewrite(Registry.PARTITION, "capacityprovider", "a", before -> damage.text());
            registry = started(store);
            assertThat(ask(new UsableCapacityProviders(List.of("b"))))
                    .as(damage.toString())
                    .hasSize(1);
            aside += registry.quarantined();
            InstancePoolProvider pool =
                    registry.quarantined() > 0 ? POOL : find("a").provider().instancePoolProvider();
            if (pool != null) {
                assertThat(pool.maximumSize()).as(damage.toString()).isPositive();
                assertThat(pool.managedScaling()).as(damage.toString()).hasNoNullFieldsOrProperties();
            }
        }
        assertThat(cases).isGreaterThan(100);
        assertThat(aside).isGreaterThan(cases / 3);
    }
}
