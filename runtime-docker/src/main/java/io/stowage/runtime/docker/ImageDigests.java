package io.stowage.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.DockerException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The digests of the images that containers were made of, whatever their tags mean by now. An image is asked for once: its digest in the repository
 * by which the container names it stays what it is. Thread-safe.
 */
final class ImageDigests {

    private static final int MOST = 1_000;

    private record Key(String id, String name) {}

    /** Null for an image that has none. */
    private record Digest(@Nullable String text) {

        static final Digest UNKNOWN = new Digest(null);
    }

    private final Map<Key, Digest> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Digest> eldest) {
            return size() > MOST;
        }
    };

    /** Null if the image has none, or if the daemon does not say: a container is seen all the same. Blocks. */
    @Nullable
    String of(DockerClient client, InspectContainerResponse container) {
        String id = container.getImageId();
        String name =
                container.getConfig() == null ? null : container.getConfig().getImage();
        if (id == null || name == null) {
            return null;
        }
        Key key = new Key(id, name);
        Digest digest = known(key);
        return (digest == null ? asked(client, key) : digest).text();
    }

    private synchronized @Nullable Digest known(Key key) {
        return known.get(key);
    }

    private Digest asked(DockerClient client, Key key) {
        try {
            InspectImageResponse image = client.inspectImageCmd(key.id()).exec();
            Digest digest = new Digest(Pulls.digest(image, ImageName.of(key.name())));
            synchronized (this) {
                known.put(key, digest);
            }
            return digest;
        } catch (DockerException e) {
            return Digest.UNKNOWN;
        }
    }
}
