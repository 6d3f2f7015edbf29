package io.stowage.core.plugin;

import io.stowage.spi.Authorizer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Contains what the host application's authorizer throws: who can't be asked has not allowed it. */
public final class GuardedAuthorizer implements Authorizer {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedAuthorizer.class);

    private final Authorizer authorizer;

    public GuardedAuthorizer(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    @Override
    public Optional<String> denies(String principal, String action, String resource) {
        try {
            Optional<String> denied = authorizer.denies(principal, action, resource);
            return denied == null ? broken("answered null", null) : denied;
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError thrown) {
            return broken("threw " + thrown, thrown);
        }
    }

    private Optional<String> broken(String what, @Nullable Throwable thrown) {
        String name = authorizer.getClass().getName();
        LOG.error("The authorizer {} {}: the operation is denied", name, what, thrown);
        return Optional.of("the authorizer " + name + " " + what);
    }
}
