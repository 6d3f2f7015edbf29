package io.stowage.runtime.ec2;

import io.stowage.spi.InstanceProvider.Access;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Instance;

/**
 * The Docker daemon of the machine, at its private address, over TLS in both directions.
 *
 * @param tlsCertPath where the engine runs, a directory as the docker runtime takes it
 */
record DockerOverTls(String tlsCertPath, int port) implements MachineAccess {

    static final String TLS_CERT_PATH = "tlsCertPath";
    static final String DOCKER_PORT = "dockerPort";

    private static final String DEFAULT_PORT = "2376";
    private static final Pattern PATHS = Pattern.compile("[^\\p{Cntrl}]{1,4096}");
    private static final Pattern PORTS = Pattern.compile("[1-9][0-9]{0,4}");
    private static final int HIGHEST_PORT = 65_535;

    /** Null if something is wrong, which is said then. */
    static @Nullable DockerOverTls read(PropertyReader properties) {
        String path = properties.required(
                TLS_CERT_PATH,
                PATHS,
                "give a directory with ca.pem, cert.pem and key.pem, where the engine runs: Docker is reached over TLS only");
        String port = properties.optional(DOCKER_PORT, PORTS, "give a port from 1 to 65535");
        int number = Integer.parseInt(port == null ? DEFAULT_PORT : port);
        if (number > HIGHEST_PORT) {
            properties.wrong(DOCKER_PORT, String.valueOf(number), "give a port from 1 to 65535");
        }
        return path == null ? null : new DockerOverTls(path, number);
    }

    @Override
    public @Nullable Access of(Instance running) {
        String address = running.privateIpAddress();
        if (address == null || address.isEmpty()) {
            return null;
        }
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("host", "tcp://" + address + ":" + port);
        properties.put("tlsCertPath", tlsCertPath);
        return new Access("docker", properties);
    }
}
