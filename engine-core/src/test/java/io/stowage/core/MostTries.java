package io.stowage.core;

import java.util.List;
import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.Lifespan;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.Store;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;

/**
 * Tries no property more often than the system property {@code stowage.mostTries} says, whatever the property itself does: mutation tests run all of them
 * for each mutant that none finds. Where nothing is said it does nothing.
 */
public final class MostTries implements AroundTryHook {

    private static final int MOST = Integer.getInteger("stowage.mostTries", Integer.MAX_VALUE);

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }

    @Override
    public TryExecutionResult aroundTry(TryLifecycleContext context, TryExecutor aTry, List<Object> parameters) {
        int[] tries = Store.getOrCreate(MostTries.class, Lifespan.PROPERTY, () -> new int[1])
                .get();
        return ++tries[0] > MOST ? TryExecutionResult.satisfied(true) : aTry.execute(parameters);
    }
}
