package io.stowage.core.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.capacity.ScaleInChoice.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleInChoiceTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration WARM_UP = Duration.ofMinutes(5);

    /** Written as {@code zone tasks age-in-minutes}; the ids are a, b, c and so on. */
    private static List<Instance> instances(String text) {
        List<Instance> instances = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            List<String> parts = Arrays.asList(each.trim().split(" ", -1));
            instances.add(new Instance(
                    String.valueOf((char) ('a' + instances.size())),
                    parts.get(0),
                    Integer.parseInt(parts.get(1)),
                    0,
                    NOW.minus(Duration.ofMinutes(Long.parseLong(parts.get(2))))));
        }
        return instances;
    }

    private static String choose(List<Instance> instances, int wanted, boolean termination) {
        return String.join("", ScaleInChoice.choose(instances, wanted, termination, WARM_UP, NOW));
    }

    @ParameterizedTest
    @CsvSource({
        "'x 2 60, x 0 60, x 1 60',                    1, false, b",
        "'x 2 60, x 0 60, x 1 60',                    2, false, bc",
        "'x 2 60, x 0 60, x 1 60',                    9, false, bca",
        "'x 2 60, x 0 60, x 1 60',                    0, false, ''",
        "'x 2 60, x 0 60, x 1 60',                    9, true,  b",
        "'x 0 60, y 0 60, y 0 60',                    1, true,  b",
        "'x 0 60, y 0 60, y 0 60',                    2, true,  ba",
        "'x 0 60, y 1 60, y 1 60',                    2, false, ab",
        "'x 0 60, y 0 60, y 3 60',                    1, false, b",
        "'x 0 60, x 0 90, x 0 70',                    3, false, bca",
        "'x 0 60, x 0 60',                            1, false, a",
        "'x 0 4,  x 1 5,  x 2 6',                     9, false, bc",
        "'x 0 4,  x 0 60, x 4 60',                    1, false, b",
        "'x 0 4,  x 0 60, x 4 60',                    2, false, b",
        "'x 0 4,  x 0 60, x 4 60',                    3, false, bc",
        "'x 4 60, x 0 4',                             1, false, ''"
    })
    void theEmptiestGoesOfTheFullestZoneAndTheOldestOfThose(
            String text, int wanted, boolean protection, String chosen) {
        assertThat(choose(instances(text), wanted, protection)).isEqualTo(chosen);
    }

    @Test
    void warmUpEndsOnTheDot() {
        Instance warming = new Instance("w", "x", 0, 0, NOW.minus(WARM_UP).plusMillis(1));
        Instance warm = new Instance("v", "x", 0, 0, NOW.minus(WARM_UP));
        assertThat(choose(List.of(warming), 1, false)).isEmpty();
        assertThat(choose(List.of(warm), 1, false)).isEqualTo("v");
    }

    @Test
    void aProtectedTaskKeepsItsInstance() {
        Instant old = NOW.minus(Duration.ofDays(1));
        List<Instance> instances = List.of(new Instance("a", "x", 1, 1, old), new Instance("b", "x", 5, 0, old));
        assertThat(choose(instances, 2, false)).isEqualTo("b");
    }

    @Property(tries = 200)
    void nothingWithTasksGoesUnderProtectionAndNothingEmptierStaysOrIsSpared(
            @ForAll long seed, @ForAll boolean protection, @ForAll @IntRange(max = 12) int wanted) {
        Random random = new Random(seed);
        List<Instance> instances = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            int tasks = random.nextInt(4);
            instances.add(new Instance(
                    "i" + i,
                    "z" + random.nextInt(3),
                    tasks,
                    random.nextInt(tasks + 1) / 2,
                    NOW.minusSeconds(random.nextInt(900))));
        }
        List<String> chosen = ScaleInChoice.choose(instances, wanted, protection, WARM_UP, NOW);
        List<Instance> gone =
                instances.stream().filter(each -> chosen.contains(each.id())).toList();
        Predicate<Instance> warm =
                each -> Duration.between(each.registeredAt(), NOW).toSeconds() >= 300;
        List<Instance> inOrder = instances.stream()
                .filter(each -> each.tasks() == 0 || (!protection && each.protectedTasks() == 0))
                .sorted(Comparator.comparingInt(Instance::tasks).thenComparing(each -> !warm.test(each)))
                .toList();
        List<Instance> allowed = inOrder.stream().filter(warm).toList();
        assertThat(allowed).containsAll(gone);
        assertThat(chosen).doesNotHaveDuplicates().hasSize((int)
                inOrder.stream().limit(wanted).filter(warm).count());
        int fullest = gone.stream().mapToInt(Instance::tasks).max().orElse(0);
        assertThat(allowed.stream().filter(each -> !gone.contains(each)))
                .allSatisfy(each -> assertThat(each.tasks()).isGreaterThanOrEqualTo(fullest));
    }
}
