package io.stowage.runtime.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import java.lang.reflect.InvocationTargetException;
import java.util.Objects;

/**
 * Asks the transport for what docker-java has no command for. By reflection: the type of its requests has annotations of a library that is not
 * there when this is compiled, which the compiler warns of, and a warning is an error in this house. docker-java itself asks by its {@code WebTarget},
 * which its only factory over such a transport keeps for itself, and lets nobody extend.
 */
final class RawRequests {

    private static final String REQUEST = DockerHttpClient.class.getName() + "$Request";

    private RawRequests() {}

    /** Blocks; the caller closes the answer. */
    static DockerHttpClient.Response get(DockerHttpClient transport, String path) {
        try {
            Class<?> type = Class.forName(REQUEST);
            Class<?> builderType = Class.forName(REQUEST + "$Builder").getSuperclass();
            Object builder = Objects.requireNonNull(type.getMethod("builder").invoke(null));
            builderType.getMethod("method", String.class).invoke(builder, "GET");
            builderType.getMethod("path", String.class).invoke(builder, path);
            Object request = builderType.getMethod("build").invoke(builder);
            return (DockerHttpClient.Response) Objects.requireNonNull(
                    DockerHttpClient.class.getMethod("execute", type).invoke(transport, request));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("docker-java's transport has changed", e);
        }
    }
}
