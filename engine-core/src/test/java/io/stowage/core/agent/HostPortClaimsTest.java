package io.stowage.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Which ports other tasks claim, beside a list of all claims. */
class HostPortClaimsTest {

    @Property
    void a_port_is_anothers_if_it_is_claimed_more_often_than_by_oneself(@ForAll long seed) {
        Random random = new Random(seed);
        HostPortClaims claims = new HostPortClaims();
        List<List<Integer>> tasks = new ArrayList<>();
        for (int step = 0; step < 30; step++) {
            if (tasks.isEmpty() || random.nextInt(3) > 0) {
                List<Integer> ports =
                        random.ints(random.nextInt(3), 0, 4).boxed().toList();
                claims.add(ports);
                tasks.add(ports);
            } else {
                claims.remove(tasks.remove(random.nextInt(tasks.size())));
            }
            for (int one = 0; one < tasks.size(); one++) {
                assertThat(claims.beside(tasks.get(one))).isEqualTo(ofOthers(tasks, one));
            }
        }
        tasks.forEach(claims::remove);
        assertThat(claims.beside(List.of())).isEmpty();
    }

    private static List<Integer> ofOthers(List<List<Integer>> tasks, int one) {
        List<List<Integer>> others = new ArrayList<>(tasks);
        others.remove(one);
        return others.stream().flatMap(List::stream).distinct().sorted().toList();
    }
}
