package io.stowage.runtime.ec2;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Time that goes by when somebody waits. */
final class VirtualPace implements Pace {

    private final AtomicLong nanos = new AtomicLong();

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public void pause(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }
}
