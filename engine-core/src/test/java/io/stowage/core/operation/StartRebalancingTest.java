package io.stowage.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.RebalanceServicesResponse.Share;
import io.stowage.core.state.ServiceState;
import io.stowage.error.InvalidParameterException;
import io.stowage.error.ServiceNotFoundException;
import io.stowage.model.InstanceRebalancing;
import io.stowage.model.InstanceRebalancing.Move;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartRebalancingTest {

    private final OperationRig rig = OperationRig.open();

    @BeforeEach
    void services() {
        rig.apply(rig.create(OperationRig.service("web", 3)));
        rig.apply(rig.create(OperationRig.service("shop", 2)));
    }

    private ServiceState service(String name) {
        return Objects.requireNonNull(rig.state.service(name));
    }

    private Share share(String service, int moves) {
        return new Share(rig.state.ids().service(service), moves);
    }

    @Test
    void eachServiceRemembersItsShare() {
        List<Share> planned = List.of(share("web", 2), share("gone", 1));
        assertThat(rig.apply(new StartRebalancing(planned, 3)).services())
                .as("a service that is not there has no part in it")
                .containsExactly(share("web", 2));
        assertThat(service("web").record().instanceRebalancing())
                .isEqualTo(new InstanceRebalancing(rig.now, 3, 2, 0, List.of()));
        assertThat(service("shop").record().instanceRebalancing()).isNull();
        assertThat(service("web").lastEvent())
                .isEqualTo("(service web) is to be rebalanced over container instances. At most 2 tasks are moved.");
    }

    @Test
    void askedAgainWhatIsUnderWayGoesOn() {
        List<Move> underWay = List.of(new Move("one", "two"));
        rig.apply(new StartRebalancing(List.of(share("web", 2)), 3));
        InstanceRebalancing begun =
                Objects.requireNonNull(service("web").record().instanceRebalancing());
        new io.stowage.core.state.Transaction(rig.state, rig.now)
                .putService(service("web").record().toBuilder()
                        .instanceRebalancing(begun.toBuilder()
                                .movesLeft(1)
                                .movesMade(1)
                                .underWay(underWay)
                                .build())
                        .build());
        rig.apply(new StartRebalancing(List.of(share("web", 5)), 1));
        assertThat(service("web").record().instanceRebalancing())
                .isEqualTo(new InstanceRebalancing(rig.now, 1, 5, 0, underWay));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 101, -1})
    void howManyMoveAtOnceHasBounds(int mostAtOnce) {
        assertThatThrownBy(() -> rig.apply(new StartRebalancing(List.of(share("web", 2)), mostAtOnce)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessage("mostAtOnce is " + mostAtOnce + "; it must be 1 to 100");
    }

    @Test
    void itIsStoppedForOneServiceOrForAll() {
        rig.apply(new StartRebalancing(List.of(share("web", 2), share("shop", 1)), 3));
        assertThat(rig.apply(new StopRebalancing("web")))
                .containsExactly(rig.state.ids().service("web"));
        assertThat(service("web").lastEvent())
                .isEqualTo("(service web) has been rebalanced over container instances. 0 tasks were moved."
                        + " It was stopped.");
        assertThat(rig.apply(new StopRebalancing(null)))
                .containsExactly(rig.state.ids().service("shop"));
        assertThat(rig.apply(new StopRebalancing(null))).isEmpty();
        assertThatThrownBy(() -> rig.apply(new StopRebalancing("none"))).isInstanceOf(ServiceNotFoundException.class);
    }
}
