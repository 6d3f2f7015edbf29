package io.stowage.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.CapacityProviders;
import io.stowage.Engine;
import io.stowage.PutClusterCapacityProvidersRequest;
import io.stowage.UpdateCapacityProviderRequest;
import io.stowage.core.EngineBuilder;
import io.stowage.core.FakeMachines;
import io.stowage.core.FakeStore;
import io.stowage.core.HandWorld;
import io.stowage.core.Stowage;
import io.stowage.core.operation.FargatePoolRules;
import io.stowage.error.InvalidParameterException;
import io.stowage.model.CapacityProvider;
import io.stowage.model.CapacityProviderUpdateStatus;
import io.stowage.model.InstancePoolProviderUpdate;
import io.stowage.model.ManagedScaling;
import io.stowage.model.ManagedScalingStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** FARGATE is given machines through a whole engine: it is a record like others from then on, and every cluster has a copy. */
class FargatePoolTest {

    private static final InstancePoolProviderUpdate POOL = InstancePoolProviderUpdate.builder()
            .instanceProvider("cloud")
            .maximumSize(10)
            .managedScaling(new ManagedScaling(ManagedScalingStatus.ENABLED, null, null, null, null))
            .build();

    private final HandWorld world = new HandWorld();
    private final FakeStore store = new FakeStore();
    private final Engine engine = builder(world).build();

    private EngineBuilder builder(HandWorld in) {
        return Stowage.engine().world(in).store(store).instanceProvider(new FakeMachines("cloud"));
    }

    private static CapacityProvider give(Engine by, InstancePoolProviderUpdate asked) {
        return by.capacityProviders().update(new UpdateCapacityProviderRequest("FARGATE", asked));
    }

    private static CapacityProvider describe(Engine by, String name) {
        return by.capacityProviders().describe(name).capacityProviders().get(0);
    }

    private String copyIn(String cluster) {
        return store.text("cluster/" + cluster, "capacityprovider", "FARGATE");
    }

    @Test
    void everyClusterHasACopyWhetherItIsThereOrMadeLater() {
        engine.clusters().create("harbour");
        engine.clusters().create("quay");
        engine.clusters()
                .putClusterCapacityProviders(
                        new PutClusterCapacityProvidersRequest("quay", List.of("FARGATE"), List.of()));

        CapacityProvider given = give(engine, POOL);
        engine.clusters().create("pier");

        assertThat(given.updateStatus()).isEqualTo(CapacityProviderUpdateStatus.UPDATE_COMPLETE);
        assertThat(given.instancePoolProvider()).isEqualTo(FargatePoolRules.changed("FARGATE", null, POOL));
        for (String cluster : List.of("harbour", "quay", "pier")) {
            assertThat(copyIn(cluster)).contains("\"maximumSize\":10");
            assertThat(engine.clusters().describe(cluster).clusters().get(0).capacityProviders())
                    .as("only what was put on it is named")
                    .isEqualTo("quay".equals(cluster) ? List.of("FARGATE") : List.of());
        }
        give(engine, InstancePoolProviderUpdate.builder().maximumSize(20).build());
        for (String cluster : List.of("harbour", "quay", "pier")) {
            assertThat(copyIn(cluster)).contains("\"maximumSize\":20");
        }
        int commits = store.commits().size();
        give(engine, InstancePoolProviderUpdate.builder().maximumSize(20).build());
        assertThat(store.commits()).as("the same again").hasSize(commits);
    }

    @Test
    void describedItIsOneOfAllAndTheOtherIsAsItWas() {
        CapacityProvider given = give(engine, POOL);

        CapacityProviders providers = engine.capacityProviders();
        assertThat(describe(engine, "FARGATE")).isEqualTo(given);
        assertThat(describe(engine, "FARGATE_SPOT").instancePoolProvider()).isNull();
        assertThat(providers.describe().capacityProviders())
                .extracting(CapacityProvider::name)
                .containsExactly("FARGATE", "FARGATE_SPOT");
        assertThatThrownBy(() -> providers.delete("FARGATE"))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("'FARGATE' is reserved");
    }

    @Test
    void whatItCanNotHaveIsRefused() {
        assertThatThrownBy(() -> give(
                        engine,
                        InstancePoolProviderUpdate.builder().maximumSize(10).build()))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("instanceProvider is missing");
        assertThatThrownBy(() -> give(
                        engine,
                        InstancePoolProviderUpdate.builder()
                                .instanceProvider("cloud")
                                .build()))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("maximumSize is missing");
        assertThatThrownBy(() -> give(
                        engine,
                        InstancePoolProviderUpdate.builder()
                                .instanceProvider("sky")
                                .maximumSize(10)
                                .build()))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("instanceProvider is 'sky'");
        assertThat(describe(engine, "FARGATE").instancePoolProvider()).isNull();
    }

    /** The registry has it and the cluster doesn't yet: whoever comes next brings it there. */
    @Test
    void whatAnEngineHasNotBroughtToTheClustersTheNextOneDoes() {
        engine.clusters().create("harbour");
        store.beforeCommit(commit -> {
            if (commit.partition().equals("cluster/harbour")) {
                world.close();
                throw new HandWorld.NoAnswer();
            }
        });
        assertThat(give(engine, POOL).updateStatus()).isEqualTo(CapacityProviderUpdateStatus.UPDATE_IN_PROGRESS);
        store.beforeCommit(commit -> {});
        assertThatThrownBy(() -> copyIn("harbour")).as("there is none").isInstanceOf(NullPointerException.class);

        HandWorld next = new HandWorld();
        for (int i = 0; i < 1000; i++) {
            next.newId();
        }
        store.forgetLeases();
        Engine later = builder(next).build();
        next.pass(Duration.ofMinutes(3));

        assertThat(describe(later, "FARGATE").updateStatus()).isEqualTo(CapacityProviderUpdateStatus.UPDATE_COMPLETE);
        assertThat(copyIn("harbour")).contains("\"maximumSize\":10");
    }
}
