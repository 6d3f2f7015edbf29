package io.stowage.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.PlacementStrategy;
import io.stowage.model.PlacementStrategyType;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Where chance decides, it decides among all that the strategies leave and that fit, and no others, though most don't fit. */
class DrawPropertyTest {

    private static final PlacementRequest REQUEST = new PlacementRequest(
            "one",
            new Demand(100, 1, 0, List.of()),
            1,
            List.of(),
            List.of(
                    new PlacementStrategy(PlacementStrategyType.SPREAD, "attribute:ecs.availability-zone"),
                    new PlacementStrategy(PlacementStrategyType.SPREAD, "instanceId"),
                    new PlacementStrategy(PlacementStrategyType.RANDOM, null)),
            true);

    @Property(tries = 60)
    void allThatAreLeftAreDrawnAndNoOthers(@ForAll long seed) {
        Random draw = new Random(seed);
        FakeCluster cluster = new FakeCluster();
        int most = 1 + draw.nextInt(3);
        for (int i = 0; i < 120; i++) {
            cluster.add(new FakeInstance("i-%03d".formatted(i))
                    .left(draw.nextInt(20) == 0 ? 100 + draw.nextInt(100) : draw.nextInt(100), 100)
                    .running("one", draw.nextInt(most))
                    .zone("zone-" + i % 3));
        }
        if (draw.nextBoolean()) {
            // All zones are equally good then.
            cluster.instances.values().forEach(each -> each.running("one", 1));
            cluster.instances.keySet().forEach(cluster::changed);
        }
        Set<String> drawn = new TreeSet<>();
        for (int i = 0; i < 600; i++) {
            drawn.addAll(Placer.place(REQUEST, cluster.inventory, bound -> draw.nextInt((int) bound))
                    .instanceIds());
        }
        assertThat(drawn).isEqualTo(left(cluster));
    }

    private static Set<String> left(FakeCluster cluster) {
        List<FakeInstance> fit = cluster.instances.values().stream()
                .filter(each -> each.cpu >= 100)
                .toList();
        int zone = fit.stream().mapToInt(each -> inZoneOf(each, cluster)).min().orElse(0);
        List<FakeInstance> inZones =
                fit.stream().filter(each -> inZoneOf(each, cluster) == zone).toList();
        int own = inZones.stream().mapToInt(DrawPropertyTest::own).min().orElse(0);
        Set<String> left = new TreeSet<>();
        inZones.stream().filter(each -> own(each) == own).forEach(each -> left.add(each.id));
        return left;
    }

    private static int own(FakeInstance instance) {
        return instance.tasks.getOrDefault("one", 0);
    }

    private static int inZoneOf(FakeInstance instance, FakeCluster cluster) {
        String zone = instance.attributes.get("ecs.availability-zone");
        return cluster.instances.values().stream()
                .filter(each -> Objects.equals(each.attributes.get("ecs.availability-zone"), zone))
                .mapToInt(DrawPropertyTest::own)
                .sum();
    }
}
