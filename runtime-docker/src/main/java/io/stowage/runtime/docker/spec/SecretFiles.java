package io.stowage.runtime.docker.spec;

import io.stowage.spi.SecretValue;
import java.util.List;

/**
 * Secrets as files in memory. A volume of the type {@code tmpfs} lives as long as a running container mounts it; the task's holder does, for
 * writing, and the container mounts it for reading. So the files are copied into the holder, once it runs and before the container is
 * created, and are never on a disk, in an environment or in what a daemon tells of a container.
 *
 * @param holder the name of the holder, which has to run
 * @param directory where in the holder the files belong
 * @param secrets the files: their names and what is in them
 */
public record SecretFiles(String holder, String directory, List<SecretValue> secrets) {

    public SecretFiles {
        secrets = List.copyOf(secrets);
    }

    /**
     * The files as a tar archive for {@code copyArchiveToContainer}. Readable by all in the container. The array is the caller's to overwrite
     * when it is sent.
     */
    public byte[] archive() {
        return SecretArchive.of(secrets);
    }
}
