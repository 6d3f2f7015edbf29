package io.stowage.core.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.model.PlacementStrategy;
import io.stowage.model.PlacementStrategyType;
import java.util.List;
import org.junit.jupiter.api.Test;

class InventoryTest {

    private static final Demand SMALL = new Demand(10, 10, 0, List.of());

    private final Inventory inventory = new Inventory();

    private static PlacementRequest request(String group) {
        return new PlacementRequest(group, SMALL, 1, List.of(), List.of(), false);
    }

    @Test
    void anInstanceJoinsOnce() {
        inventory.join(new FakeInstance("a"));
        assertThatThrownBy(() -> inventory.join(new FakeInstance("a")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("instance a has joined twice");
    }

    @Test
    void labelsOrderLikeIds() {
        List.of("m", "c", "x", "d").forEach(id -> inventory.join(new FakeInstance(id)));
        assertThat(List.of(inventory.label(1), inventory.label(3), inventory.label(0), inventory.label(2)))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void theRowOfOneThatHasLeftIsFreeForTheNext() {
        Inventory.Entry gone = inventory.join(new FakeInstance("a"));
        inventory.leave(gone);
        assertThat(inventory.view(0)).isNull();
        assertThat(inventory.label(0)).isZero();
        FakeInstance next = new FakeInstance("b");
        inventory.join(next);
        assertThat(inventory.rowCount()).isEqualTo(1);
        assertThat(inventory.view(0)).isSameAs(next);
    }

    @Test
    void whatHasLeftTellsNothingOfTheOneInItsRow() {
        Inventory.Entry gone = inventory.join(new FakeInstance("a"));
        inventory.leave(gone);
        Inventory.Entry here = inventory.join(new FakeInstance("b"));
        long from = inventory.readLog();
        gone.changed();
        assertThat(inventory.readLog()).isEqualTo(from);
        here.changed();
        here.changed();
        assertThat(inventory.isLogged(0, from)).isTrue();
        assertThat(inventory.readLog()).as("once until it is read").isEqualTo(from + 1);
    }

    @Test
    void onlySoManyRankingsAreKeptAndTheOneUsedLongestAgoGoesFirst() {
        Ranking first = inventory.ranking(shaped(0));
        Ranking second = inventory.ranking(shaped(1));
        assertThat(inventory.ranking(shaped(0))).isSameAs(first);
        for (int i = 2; i < 6_250; i++) {
            inventory.ranking(shaped(i));
        }
        assertThat(inventory.ranking(shaped(0))).isSameAs(first);
        inventory.ranking(shaped(6_250));
        assertThat(inventory.ranking(shaped(0))).isSameAs(first);
        assertThat(inventory.ranking(shaped(1))).isNotSameAs(second);
    }

    private static PlacementRequest shaped(int i) {
        PlacementStrategy spread = new PlacementStrategy(PlacementStrategyType.SPREAD, "attribute:a" + i);
        return new PlacementRequest("one", SMALL, 1, List.of(), List.of(spread), false);
    }

    @Test
    void requestsAreCounted() {
        inventory.ranking(request("one"));
        inventory.ranking(request("two"));
        assertThat(inventory.requests()).isEqualTo(2);
    }
}
