package io.stowage.testkit.tck;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.PortMapping;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskDefinitionStatus;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.SecretValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A specification of a container in the making. */
final class SpecBuilder {

    private final String name;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<SecretValue> secrets = new ArrayList<>();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private ContainerDefinition definition;
    private List<Integer> reserved = List.of();

    SpecBuilder(String name, ContainerDefinition definition) {
        this.name = name;
        this.definition = definition;
        labels.put(ContainerSpec.SPEC_HASH_LABEL, "hash-1");
    }

    SpecBuilder hash(String hash) {
        return label(ContainerSpec.SPEC_HASH_LABEL, hash);
    }

    SpecBuilder label(String key, String value) {
        labels.put(key, value);
        return this;
    }

    SpecBuilder environment(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    SpecBuilder secret(String variable, String value) {
        secrets.add(new SecretValue(variable, value.toCharArray()));
        return this;
    }

    SpecBuilder ports(PortMapping... mappings) {
        definition = definition.toBuilder().portMappings(List.of(mappings)).build();
        return this;
    }

    SpecBuilder reserved(List<Integer> ports) {
        reserved = ports;
        return this;
    }

    Map<String, String> labels() {
        return labels;
    }

    ContainerSpec build() {
        TaskDefinition task = TaskDefinition.builder()
                .taskDefinitionArn("arn:aws:ecs:local:000000000000:task-definition/tck:1")
                .containerDefinitions(List.of(definition))
                .family("tck")
                .revision(1)
                .status(TaskDefinitionStatus.ACTIVE)
                .build();
        return new ContainerSpec(name, definition, task, environment, secrets, reserved, labels, 0);
    }
}
