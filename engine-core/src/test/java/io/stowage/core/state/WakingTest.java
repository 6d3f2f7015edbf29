package io.stowage.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When services are looked at. */
class WakingTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final StateRig rig = new StateRig();
    private final ClusterState state = rig.state();

    @BeforeEach
    void aService() {
        rig.commit(NOW, transaction -> {
            transaction.putDefinition(StateFixture.definition(1));
            transaction.putService(StateFixture.service("shop", 1));
        });
        assertThat(state.takeDirty()).containsExactly("shop");
    }

    @Test
    void aServiceIsLookedAtOnceForEachTimeThatItIsMarked() {
        assertThat(state.anyDirty()).isFalse();
        state.markDirty("shop");
        state.markDirty("shop");
        assertThat(state.anyDirty()).isTrue();
        assertThat(state.takeDirty()).containsExactly("shop");
        assertThat(state.anyDirty()).isFalse();
        assertThat(state.takeDirty()).isEmpty();
    }

    @Test
    void aServiceIsLookedAtWhenItIsDue() {
        assertThat(state.nextDue()).isNull();
        state.lookAgain("shop", NOW);
        assertThat(state.nextDue()).isEqualTo(NOW);
        state.wakeDue(NOW.minusNanos(1));
        assertThat(state.anyDirty()).isFalse();
        state.wakeDue(NOW);
        assertThat(state.takeDirty()).containsExactly("shop");
        assertThat(state.nextDue()).isNull();
    }

    @Test
    void aServiceThatIsGoneIsNotDue() {
        state.lookAgain("shop", NOW);
        state.lookAgain("other", NOW);
        state.wakeDue(NOW);
        assertThat(state.takeDirty()).containsExactly("shop");
    }
}
