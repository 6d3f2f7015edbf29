package io.stowage.core.service;

import io.stowage.core.placement.InstanceView;
import io.stowage.model.TransportProtocol;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An instance, as far as the choice of whom to stop looks at it. */
record FakeHost(String arn, int remainingCpu, int remainingMemory, Map<String, String> attributes)
        implements InstanceView {

    /** An instance that is named {@code zone/number}, with nothing left of it. */
    static FakeHost named(String arn) {
        Map<String, String> attributes = new TreeMap<>();
        attributes.put("ecs.availability-zone", arn.substring(0, arn.indexOf('/')));
        return new FakeHost(arn, 0, 0, attributes);
    }

    FakeHost remaining(int cpu, int memory) {
        return new FakeHost(arn, cpu, memory, attributes);
    }

    FakeHost with(String attribute, @Nullable String value) {
        Map<String, String> changed = new TreeMap<>(attributes);
        if (value == null) {
            changed.remove(attribute);
        } else {
            changed.put(attribute, value);
        }
        return new FakeHost(arn, remainingCpu, remainingMemory, changed);
    }

    @Override
    public @Nullable String attribute(String name) {
        return attributes.get(name);
    }

    @Override
    public String id() {
        return arn;
    }

    @Override
    public Object description() {
        return this;
    }

    @Override
    public @Nullable String capacityProviderName() {
        return null;
    }

    @Override
    public boolean active() {
        return true;
    }

    @Override
    public boolean connected() {
        return true;
    }

    @Override
    public int remainingGpus() {
        return 0;
    }

    @Override
    public int remainingPortReservations() {
        return 0;
    }

    @Override
    public boolean portTaken(TransportProtocol protocol, int port) {
        return false;
    }

    @Override
    public @Nullable String agentVersion() {
        return null;
    }

    @Override
    public @Nullable String ec2InstanceId() {
        return null;
    }

    @Override
    public @Nullable Instant registeredAt() {
        return null;
    }

    @Override
    public int runningTasksCount() {
        return 0;
    }

    @Override
    public int tasksOfGroup(String group) {
        return 0;
    }

    @Override
    public boolean anyGroup(Predicate<String> test) {
        return false;
    }
}
