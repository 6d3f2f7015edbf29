package io.stowage.core;

import io.stowage.RegisterTaskDefinitionRequest;
import io.stowage.model.ContainerCondition;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.ContainerDependency;
import io.stowage.model.ContainerRestartPolicy;
import io.stowage.model.HealthCheck;
import io.stowage.model.KeyValuePair;
import io.stowage.model.MountPoint;
import io.stowage.model.NetworkMode;
import io.stowage.model.PortMapping;
import io.stowage.model.Tag;
import io.stowage.model.TransportProtocol;
import io.stowage.model.Volume;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Random registrations that keep every rule. */
final class Definitions {

    private static final List<NetworkMode> NETWORK_MODES = List.of(NetworkMode.values());
    private static final String LETTERS = "abcXYZ019_-";
    private static final String TEXT = "a Z0\"\\/\n\t\u0001\u00e9\u4e2d\ud83d\ude00{}[]:,";

    private final Random random;

    private Definitions(Random random) {
        this.random = random;
    }

    static Arbitrary<RegisterTaskDefinitionRequest> valid() {
        return Arbitraries.longs().map(seed -> new Definitions(new Random(seed)).request());
    }

    private RegisterTaskDefinitionRequest request() {
        NetworkMode networkMode = maybe(NETWORK_MODES.get(random.nextInt(NETWORK_MODES.size())));
        List<Volume> volumes = maybe(list(3, i -> Volume.of("v" + i)));
        int count = 1 + random.nextInt(5);
        List<ContainerDefinition> containers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            containers.add(container(i, networkMode, volumes == null ? List.of() : volumes));
        }
        return RegisterTaskDefinitionRequest.builder()
                .family(name())
                .networkMode(networkMode)
                .containerDefinitions(containers)
                .volumes(volumes)
                .cpu(maybe("2048"))
                .memory(maybe("8192"))
                .tags(maybe(list(4, i -> new Tag("key " + i, maybe("v@lue")))))
                .executionRoleArn(maybe(text()))
                .build();
    }

    /** The container at an index: the first is essential and healthy, later ones may wait for earlier ones. */
    private ContainerDefinition container(int index, NetworkMode networkMode, List<Volume> volumes) {
        return ContainerDefinition.builder()
                .name("c" + index)
                .image("image:" + index)
                .cpu(maybe(random.nextInt(256)))
                .memory(512 + random.nextInt(512))
                .memoryReservation(maybe(6 + random.nextInt(500)))
                .essential(index == 0 ? maybe(true) : Boolean.valueOf(random.nextBoolean()))
                .command(maybe(list(4, i -> text())))
                .environment(maybe(list(4, i -> new KeyValuePair("E" + i, maybe(text())))))
                .dockerLabels(maybe(labels()))
                .dependsOn(maybe(dependencies(index)))
                .healthCheck(new HealthCheck(
                        List.of("CMD", "x" + text()),
                        maybe(5 + random.nextInt(296)),
                        maybe(2 + random.nextInt(59)),
                        maybe(1 + random.nextInt(10)),
                        maybe(random.nextInt(301))))
                .restartPolicy(maybe(new ContainerRestartPolicy(true, maybe(List.of(0, 137)), maybe(60))))
                .portMappings(networkMode == NetworkMode.NONE ? maybe(List.of()) : maybe(ports(index, networkMode)))
                .mountPoints(maybe(volumes.stream()
                        .map(volume -> new MountPoint(volume.name(), "/" + volume.name(), maybe(true)))
                        .toList()))
                .stopTimeout(maybe(random.nextInt(1000)))
                .build();
    }

    private List<ContainerDependency> dependencies(int index) {
        return index == 0
                ? List.of()
                : List.of(new ContainerDependency(
                        "c" + random.nextInt(index),
                        random.nextBoolean() ? ContainerCondition.START : ContainerCondition.HEALTHY));
    }

    private List<PortMapping> ports(int index, NetworkMode networkMode) {
        boolean bridge = networkMode == null || networkMode == NetworkMode.BRIDGE;
        return list(3, i -> {
            int port = 1000 + index * 10 + i;
            Integer hostPort = bridge ? maybe(random.nextBoolean() ? 0 : port + 7000) : maybe(port);
            return new PortMapping(port, hostPort, maybe(TransportProtocol.UDP), maybe("p" + port), null, null);
        });
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            labels.put(text() + i, text());
        }
        return labels;
    }

    private <T> T maybe(T value) {
        return random.nextBoolean() ? value : null;
    }

    private <T> List<T> list(int most, IntFunction<T> element) {
        return IntStream.range(0, random.nextInt(most + 1)).mapToObj(element).toList();
    }

    private String name() {
        return of(LETTERS, 1 + random.nextInt(20));
    }

    private String text() {
        return of(TEXT, random.nextInt(12));
    }

    private String of(String alphabet, int length) {
        int[] letters = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return text.toString();
    }
}
