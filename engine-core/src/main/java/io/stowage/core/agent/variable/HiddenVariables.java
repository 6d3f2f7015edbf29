package io.stowage.core.agent.variable;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.EnvironmentFile;
import io.stowage.model.Secret;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.EnvironmentFileSource;
import io.stowage.spi.EnvironmentFileSource.EnvironmentFileNotAvailableException;
import io.stowage.spi.SecretResolver;
import io.stowage.spi.SecretResolver.SecretNotAvailableException;
import io.stowage.spi.SecretValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the host application say what a container's secrets are, and what is in its environment files. May block as long as the host application
 * does. Thread-safe.
 */
public final class HiddenVariables {

    private static final Logger LOG = LoggerFactory.getLogger(HiddenVariables.class);

    private final SecretResolver secrets;
    private final EnvironmentFileSource files;

    public HiddenVariables(SecretResolver secrets, EnvironmentFileSource files) {
        this.secrets = secrets;
        this.files = files;
    }

    /**
     * The values, each name once: the secrets, and then what environment files say of names that neither the environment nor a secret has.
     *
     * @param definition with the overrides applied
     * @param environment the names that the environment has
     * @param owner whose they are
     * @throws ContainerRuntimeException with {@code ResourceInitializationError} if one of them can't be had
     */
    public List<SecretValue> of(
            ContainerDefinition definition, Set<String> environment, EnvironmentFileSource.Context owner)
            throws ContainerRuntimeException {
        List<SecretValue> values = new ArrayList<>();
        for (Secret secret : orEmpty(definition.secrets())) {
            values.add(resolve(secret, owner));
        }
        Set<String> taken = new LinkedHashSet<>(environment);
        values.forEach(secret -> taken.add(secret.name()));
        FileVariables variables = new FileVariables(taken);
        for (EnvironmentFile file : orEmpty(definition.environmentFiles())) {
            variables.add(read(file, owner));
        }
        values.addAll(variables.values());
        return values;
    }

    private SecretValue resolve(Secret secret, EnvironmentFileSource.Context owner) throws ContainerRuntimeException {
        var context = new SecretResolver.Context(
                owner.clusterName(), owner.taskArn(), owner.taskDefinitionArn(), owner.containerName());
        return had(
                "secret " + secret.name() + " from " + secret.valueFrom(),
                "the secret resolver",
                () -> secrets.resolve(secret.valueFrom(), context),
                value -> new SecretValue(secret.name(), value));
    }

    private EnvironmentFileText read(EnvironmentFile file, EnvironmentFileSource.Context owner)
            throws ContainerRuntimeException {
        return had(
                "environment file " + file.value(),
                "the source of environment files",
                () -> files.read(file, owner),
                text -> told(EnvironmentFileText.parse(text), file, owner));
    }

    /** What the host application is asked for. */
    @FunctionalInterface
    private interface Source {
        char[] ask() throws SecretNotAvailableException, EnvironmentFileNotAvailableException;
    }

    /** Asks, makes something of the answer, and leaves none of it behind. */
    private static <T> T had(String what, String who, Source source, Function<char[], T> maker)
            throws ContainerRuntimeException {
        String unavailable = what + " is not available: ";
        char[] answer;
        try {
            answer = source.ask();
        } catch (SecretNotAvailableException | EnvironmentFileNotAvailableException e) {
            throw ContainerRuntimeException.permanent(
                    Category.ResourceInitializationError, unavailable + e.getMessage());
        } catch (RuntimeException e) {
            throw failed(unavailable + who, e);
        }
        try {
            return maker.apply(answer);
        } finally {
            Arrays.fill(answer, '\0');
        }
    }

    /** Its message is not ours to repeat: nobody promised that it holds no secret. */
    private static ContainerRuntimeException failed(String who, RuntimeException e) {
        return ContainerRuntimeException.retryable(
                Category.ResourceInitializationError,
                who + " failed with " + e.getClass().getSimpleName());
    }

    /** Says which lines have no effect, and not what is in them. */
    private static EnvironmentFileText told(
            EnvironmentFileText read, EnvironmentFile file, EnvironmentFileSource.Context owner) {
        if (read.passedOver() > 0) {
            LOG.warn(
                    "Environment file {} of container {} of {}: {} lines are passed over, first line {}; write VARIABLE=VALUE,"
                            + " or # at the start of a comment",
                    file.value(),
                    owner.containerName(),
                    owner.taskArn(),
                    read.passedOver(),
                    read.firstPassedOver());
        }
        return read;
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
