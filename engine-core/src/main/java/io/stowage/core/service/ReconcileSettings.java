package io.stowage.core.service;

import io.stowage.spi.ScaleInOrder;

/**
 * What a host may set about how services are kept.
 *
 * @param unhealthyAtOnce how many unhealthy tasks may be stopped ahead of their replacements where there is no room to start these first.
 *     ECS stops one, starts its replacement, and repeats; at least 1
 * @param scaleInOrder which of equally dispensable tasks are stopped first
 */
public record ReconcileSettings(int unhealthyAtOnce, ScaleInOrder scaleInOrder) {

    /** As ECS does it. */
    public static final ReconcileSettings DEFAULTS = new ReconcileSettings(1);

    /** Checks the range. */
    public ReconcileSettings {
        if (unhealthyAtOnce < 1) {
            throw new IllegalArgumentException("unhealthyAtOnce is " + unhealthyAtOnce + "; it must be at least 1");
        }
    }

    /** With no order but that of the placement strategies. */
    public ReconcileSettings(int unhealthyAtOnce) {
        this(unhealthyAtOnce, ScaleInOrder.none());
    }
}
