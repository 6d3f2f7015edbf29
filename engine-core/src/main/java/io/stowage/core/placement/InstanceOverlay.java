package io.stowage.core.placement;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An instance on which only other tasks are than there truly are: what it is by itself stays. */
abstract class InstanceOverlay implements InstanceView {

    final InstanceView instance;

    InstanceOverlay(InstanceView instance) {
        this.instance = instance;
    }

    @Override
    public final String id() {
        return instance.id();
    }

    @Override
    public final String arn() {
        return instance.arn();
    }

    @Override
    public final Object description() {
        return instance.description();
    }

    @Override
    public final @Nullable String capacityProviderName() {
        return instance.capacityProviderName();
    }

    @Override
    public final boolean forOneTask() {
        return instance.forOneTask();
    }

    @Override
    public final boolean active() {
        return instance.active();
    }

    @Override
    public final boolean connected() {
        return instance.connected();
    }

    @Override
    public final @Nullable String attribute(String name) {
        return instance.attribute(name);
    }

    @Override
    public final @Nullable String agentVersion() {
        return instance.agentVersion();
    }

    @Override
    public final @Nullable String ec2InstanceId() {
        return instance.ec2InstanceId();
    }

    @Override
    public final @Nullable Instant registeredAt() {
        return instance.registeredAt();
    }
}
