package io.stowage.runtime.docker;

import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.AuthConfigurations;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.LocalDirectorySSLConfig;
import com.github.dockerjava.core.RemoteApiVersion;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** docker-java's configuration, of what is said here alone: its own one reads the environment, and the logins of the user who runs the engine. */
record FixedConfig(Address address, RemoteApiVersion version) implements DockerClientConfig {

    @Override
    public URI getDockerHost() {
        return address.host();
    }

    @Override
    public RemoteApiVersion getApiVersion() {
        return version;
    }

    @Override
    public @Nullable String getRegistryUsername() {
        return null;
    }

    @Override
    public @Nullable String getRegistryPassword() {
        return null;
    }

    @Override
    public @Nullable String getRegistryEmail() {
        return null;
    }

    @Override
    public String getRegistryUrl() {
        return AuthConfig.DEFAULT_SERVER_ADDRESS;
    }

    @Override
    public @Nullable AuthConfig effectiveAuthConfig(String imageName) {
        return null;
    }

    @Override
    public AuthConfigurations getAuthConfigurations() {
        return new AuthConfigurations();
    }

    /** Its type is deprecated, and the interface has it. */
    @Override
    @SuppressWarnings("deprecation")
    public com.github.dockerjava.core.@Nullable SSLConfig getSSLConfig() {
        return address.certificates() == null
                ? null
                : new LocalDirectorySSLConfig(address.certificates().toString());
    }
}
