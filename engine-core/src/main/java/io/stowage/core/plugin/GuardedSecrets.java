package io.stowage.core.plugin;

import io.stowage.spi.SecretResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Contains what the host application's secret resolver throws: such a secret is not available. No message of its is passed on. */
public final class GuardedSecrets implements SecretResolver {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedSecrets.class);

    private final SecretResolver resolver;

    public GuardedSecrets(SecretResolver resolver) {
        this.resolver = resolver;
    }

    /** A resolver that knows no secret: a task that needs one fails to start and says so. */
    public static SecretResolver none() {
        return (valueFrom, context) -> {
            throw new SecretNotAvailableException("no SecretResolver was given to the engine, so that the secret '"
                    + valueFrom + "' can't be resolved");
        };
    }

    @Override
    public char[] resolve(String valueFrom, Context context) throws SecretNotAvailableException {
        try {
            char[] value = resolver.resolve(valueFrom, context);
            if (value == null) {
                throw new SecretNotAvailableException(broken(valueFrom, "answered null"));
            }
            return value;
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError thrown) {
            // Its message might contain the secret.
            throw new SecretNotAvailableException(
                    broken(valueFrom, "threw " + thrown.getClass().getName()));
        }
    }

    private String broken(String valueFrom, String what) {
        String text = "the secret resolver " + resolver.getClass().getName() + " " + what + " for '" + valueFrom + "'";
        LOG.error("{}: the secret is not available", text);
        return text;
    }
}
