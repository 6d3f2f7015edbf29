package io.stowage.model;

/** How the machines of a capacity provider are paid for. */
public enum PurchaseOption {
    /** They stay until they are ended. */
    ON_DEMAND,

    /** They cost less, and may be taken back at short notice. */
    SPOT,

    /** {@link #SPOT} as long as there are any, {@link #ON_DEMAND} where there are none. */
    SPOT_WITH_FALLBACK
}
