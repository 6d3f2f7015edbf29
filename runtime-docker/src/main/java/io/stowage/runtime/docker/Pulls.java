package io.stowage.runtime.docker;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.command.PullImageCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AuthConfig;
import io.stowage.runtime.docker.image.ImageUses;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.PulledImage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Pulls images: an image once at a time, whoever asks for it, and at most {@value #AT_ONCE} at once. The first who asks pulls, in his own thread;
 * the others wait for what he gets. Thread-safe.
 */
final class Pulls {

    private static final int AT_ONCE = 3;

    private final Daemon daemon;
    private final PullSettings settings;
    private final ImageUses uses;
    private final Semaphore places = new Semaphore(AT_ONCE, true);
    private final Map<String, CompletableFuture<PulledImage>> underWay = new ConcurrentHashMap<>();
    private final Set<String> pulled = ConcurrentHashMap.newKeySet();

    Pulls(Daemon daemon, PullSettings settings, ImageUses uses) {
        this.daemon = daemon;
        this.settings = settings;
        this.uses = uses;
    }

    PulledImage pull(String image) throws ContainerRuntimeException {
        CompletableFuture<PulledImage> own = new CompletableFuture<>();
        CompletableFuture<PulledImage> first = underWay.putIfAbsent(image, own);
        if (first != null) {
            return await(image, first);
        }
        try {
            // Before the look at what is there: it may be about to be removed.
            uses.pulling(image, System.nanoTime());
            PulledImage result = pullFirst(image);
            uses.used(image, System.nanoTime());
            own.complete(result);
            return result;
        } catch (ContainerRuntimeException | RuntimeException | Error e) {
            own.completeExceptionally(e);
            throw e;
        } finally {
            underWay.remove(image, own);
        }
    }

    private PulledImage await(String image, CompletableFuture<PulledImage> first) throws ContainerRuntimeException {
        try {
            return first.get(settings.overall().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ContainerRuntimeException refused) {
                throw refused;
            }
            throw new OutcomeUnknownException("pull of " + image + ": " + Causes.text(e), e);
        } catch (TimeoutException e) {
            throw tooLong(image);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutcomeUnknownException("pull of " + image + ": interrupted", e);
        }
    }

    private PulledImage pullFirst(String image) throws ContainerRuntimeException {
        Optional<PulledImage> present = local(image);
        if (present.isPresent() && !asksRegistry(image)) {
            return present.get();
        }
        try {
            remote(image);
        } catch (ContainerRuntimeException e) {
            if (present.isPresent() && settings.behavior() == PullBehavior.DEFAULT) {
                return present.get();
            }
            throw e;
        }
        pulled.add(image);
        return local(image)
                .orElseThrow(() -> Failures.retryable(
                        Category.CannotPullContainerError, "the image " + image + " was pulled, and is gone again"));
    }

    private boolean asksRegistry(String image) {
        if (ImageName.of(image).pinned()) {
            return false;
        }
        return switch (settings.behavior()) {
            case DEFAULT, ALWAYS -> true;
            case ONCE -> !pulled.contains(image);
            case PREFER_CACHED -> false;
        };
    }

    /** The image as it is on the host; empty if it is not there. */
    private Optional<PulledImage> local(String image) throws ContainerRuntimeException {
        try {
            InspectImageResponse found = daemon.ask(
                    Verb.LOOK,
                    "inspect of the image " + image,
                    client -> client.inspectImageCmd(image).exec());
            return Optional.of(new PulledImage(digest(found, ImageName.of(image))));
        } catch (NotFoundException e) {
            return Optional.empty();
        } catch (DockerException e) {
            if (Failures.isDefinite(e) || Failures.text(e).contains("invalid reference")) {
                throw Failures.permanent(
                        Category.CannotPullContainerError,
                        "the image \"" + image + "\" is no name of an image: " + Failures.text(e));
            }
            throw new OutcomeUnknownException("inspect of the image " + image + ": " + Failures.text(e), e);
        }
    }

    /**
     * The repository's digest; of an image that came from no registry there is none. Nor is there of one that was pulled from another repository
     * and tagged here: nobody could pull it by that.
     */
    static @org.jspecify.annotations.Nullable String digest(InspectImageResponse image, ImageName name) {
        List<String> digests = image.getRepoDigests();
        if (name.pinned() && name.tag().startsWith("sha256:")) {
            return name.tag();
        }
        if (digests == null) {
            return null;
        }
        String own = familiar(name.repository()) + "@";
        return digests.stream()
                .filter(each -> each.startsWith(own))
                .findFirst()
                .map(each -> each.substring(each.indexOf('@') + 1))
                .orElse(null);
    }

    /** As Docker itself writes what comes from its own registry. */
    private static String familiar(String repository) {
        String path = repository.replaceFirst("^(index\\.)?docker\\.io/", "");
        boolean official = path.startsWith("library/") && path.indexOf('/') == path.lastIndexOf('/');
        return official ? path.substring("library/".length()) : path;
    }

    private void remote(String image) throws ContainerRuntimeException {
        long end = System.nanoTime() + settings.overall().toNanos();
        try {
            if (!places.tryAcquire(settings.overall().toNanos(), TimeUnit.NANOSECONDS)) {
                throw tooLong(image);
            }
            try {
                remote(image, login(image), end);
            } finally {
                places.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutcomeUnknownException("pull of " + image + ": interrupted", e);
        }
    }

    private void remote(String image, Optional<RegistryCredentials.Login> login, long end)
            throws ContainerRuntimeException, InterruptedException {
        Veil veil = login.map(Veil::over).orElse(Veil.NONE);
        try {
            PullProgress progress = new PullProgress(image, settings.listener(), veil);
            command(image, login).exec(progress);
            progress.await(settings.inactivity(), end);
        } catch (DockerException e) {
            throw Failures.pull(image, Failures.text(e, veil));
        }
    }

    private Optional<RegistryCredentials.Login> login(String image) throws ContainerRuntimeException {
        try {
            return settings.credentials().loginFor(image);
        } catch (RuntimeException e) {
            // Its message is not ours to repeat: nobody promised that it holds no password.
            throw Failures.retryable(
                    Category.CannotPullContainerError,
                    image + ": who knows the logins of registries failed with "
                            + e.getClass().getSimpleName());
        }
    }

    private PullImageCmd command(String image, Optional<RegistryCredentials.Login> known) {
        ImageName name = ImageName.of(image);
        PullImageCmd command = daemon.streams().pullImageCmd(name.repository()).withTag(name.tag());
        known.ifPresent(login -> command.withAuthConfig(new AuthConfig()
                .withUsername(login.userName())
                .withPassword(login.password())
                .withRegistryAddress(registry(name.repository()))));
        return command;
    }

    /** The first part of a repository is a registry if it looks like a host. */
    static String registry(String repository) {
        int slash = repository.indexOf('/');
        String first = slash < 0 ? "" : repository.substring(0, slash);
        boolean isHost = first.contains(".") || first.contains(":") || first.equals("localhost");
        return isHost ? first : AuthConfig.DEFAULT_SERVER_ADDRESS;
    }

    private ContainerRuntimeException tooLong(String image) {
        return Failures.retryable(
                Category.CannotPullContainerError,
                image + ": it is not there after " + settings.overall().toMinutes() + " min");
    }
}
