package io.stowage.core.query;

/** One comparison, ready to be asked of any instance. Immutable. */
@FunctionalInterface
interface Condition {

    boolean matches(QueryView instance);
}
