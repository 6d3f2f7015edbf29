package io.stowage.runtime.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.ResponseItem;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pull under way: what the daemon says of it, and whether it still says anything. */
final class PullProgress implements ResultCallback<PullResponseItem> {

    private static final Logger LOG = LoggerFactory.getLogger(PullProgress.class);
    private static final long LOOK_MILLIS = 200;

    private final String image;
    private final PullListener listener;
    private final Veil veil;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile long lastHeard = System.nanoTime();
    private volatile @Nullable String error;
    private volatile @Nullable Throwable thrown;
    private volatile @Nullable Closeable connection;
    private volatile boolean abandoned;

    PullProgress(String image, PullListener listener, Veil veil) {
        this.image = image;
        this.listener = listener;
        this.veil = veil;
    }

    /** Waits for the end: until nothing came for so long, or until this instant of {@link System#nanoTime}. */
    void await(Duration inactivity, long end) throws ContainerRuntimeException, InterruptedException {
        try {
            while (!over.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                long now = System.nanoTime();
                if (now - lastHeard > inactivity.toNanos()) {
                    throw Failures.retryable(
                            Category.CannotPullContainerError,
                            image + ": nothing came for " + inactivity.toSeconds() + " s");
                }
                if (now - end > 0) {
                    throw Failures.retryable(Category.CannotPullContainerError, image + ": it took too long");
                }
            }
        } finally {
            abandoned = true;
            close();
        }
        judge();
    }

    private void judge() throws ContainerRuntimeException {
        String refused = error;
        if (refused != null) {
            throw Failures.pull(image, veil.hide(refused));
        }
        Throwable failed = thrown;
        if (failed instanceof DockerException refusal) {
            throw Failures.pull(image, Failures.text(refusal, veil));
        }
        if (failed != null) {
            throw new OutcomeUnknownException("pull of " + image + ": " + Causes.text(failed), failed);
        }
    }

    @Override
    public void onStart(Closeable opened) {
        connection = opened;
        if (abandoned) {
            close();
        }
    }

    @Override
    public void onNext(PullResponseItem item) {
        lastHeard = System.nanoTime();
        if (item.getErrorDetail() != null && item.getErrorDetail().getMessage() != null) {
            error = item.getErrorDetail().getMessage();
        } else {
            tell(item);
        }
    }

    private void tell(PullResponseItem item) {
        ResponseItem.ProgressDetail detail = item.getProgressDetail();
        try {
            listener.progress(
                    image,
                    item.getId(),
                    Objects.requireNonNullElse(item.getStatus(), ""),
                    detail == null ? 0 : Objects.requireNonNullElse(detail.getCurrent(), 0L),
                    detail == null ? 0 : Objects.requireNonNullElse(detail.getTotal(), 0L));
        } catch (RuntimeException e) {
            LOG.warn("A listener for pulls failed.", e);
        }
    }

    @Override
    public void onError(Throwable failure) {
        if (over.getCount() > 0) {
            thrown = failure;
            over.countDown();
        }
    }

    @Override
    public void onComplete() {
        over.countDown();
    }

    @Override
    public void close() {
        Closeable open = connection;
        if (open != null) {
            try {
                open.close();
            } catch (IOException | RuntimeException e) {
                LOG.debug("The stream of a pull was closed already.");
            }
        }
    }
}
