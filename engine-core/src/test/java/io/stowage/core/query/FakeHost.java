package io.stowage.core.query;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A container instance to ask. */
final class FakeHost implements QueryView {

    final String name;
    boolean connected = true;
    String agentVersion;
    String ec2InstanceId;
    Instant registeredAt;
    int running;
    final Map<String, String> attributes = new LinkedHashMap<>();
    final List<String> groups = new ArrayList<>();

    FakeHost(String name) {
        this.name = name;
    }

    FakeHost with(String attribute, String value) {
        attributes.put(attribute, value);
        return this;
    }

    FakeHost agent(boolean isConnected, String version) {
        connected = isConnected;
        agentVersion = version;
        return this;
    }

    FakeHost host(String id, String registered) {
        ec2InstanceId = id;
        registeredAt = Instant.parse(registered);
        return this;
    }

    FakeHost tasks(int runningTasks, String... ofGroups) {
        running = runningTasks;
        groups.addAll(List.of(ofGroups));
        return this;
    }

    @Override
    public boolean connected() {
        return connected;
    }

    @Override
    public String agentVersion() {
        return agentVersion;
    }

    @Override
    public String attribute(String attribute) {
        return attributes.get(attribute);
    }

    @Override
    public String ec2InstanceId() {
        return ec2InstanceId;
    }

    @Override
    public Instant registeredAt() {
        return registeredAt;
    }

    @Override
    public int runningTasksCount() {
        return running;
    }

    @Override
    public int tasksOfGroup(String group) {
        return Collections.frequency(groups, group);
    }

    @Override
    public boolean anyGroup(Predicate<String> test) {
        return groups.stream().anyMatch(test);
    }

    @Override
    public String toString() {
        return name + attributes + " " + connected + " " + agentVersion + " " + ec2InstanceId + " " + registeredAt + " "
                + running + groups;
    }
}
