package io.stowage.core.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ReconcileSettingsTest {

    @Test
    void atLeastOneUnhealthyTaskMayGoAtATime() {
        assertThat(new ReconcileSettings(1).unhealthyAtOnce()).isEqualTo(1);
        assertThatThrownBy(() -> new ReconcileSettings(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("unhealthyAtOnce is 0; it must be at least 1");
    }

    @Test
    void byDefaultItIsOneAndTheHostApplicationHasNoOrder() {
        assertThat(ReconcileSettings.DEFAULTS.unhealthyAtOnce()).isEqualTo(1);
        assertThat(ReconcileSettings.DEFAULTS.scaleInOrder().of(FakeService.of(1, 100, 200).service))
                .isEmpty();
    }
}
