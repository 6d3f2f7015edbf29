package io.stowage.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** ARNs and the short ids in them. */
class IdsTest {

    private final Ids ids = new Ids("arn:x", "harbour");

    @Test
    void anArnSaysWhatItIsOfAndInWhichCluster() {
        assertThat(ids.cluster()).isEqualTo("arn:x:cluster/harbour");
        assertThat(ids.containerInstance("i1")).isEqualTo("arn:x:container-instance/harbour/i1");
        assertThat(ids.taskDefinition("web:7")).isEqualTo("arn:x:task-definition/web:7");
        assertThat(ids.task("t1")).isEqualTo("arn:x:task/harbour/t1");
        assertThat(ids.container("t1", "main")).isEqualTo("arn:x:container/harbour/t1/main");
        assertThat(ids.service("shop")).isEqualTo("arn:x:service/harbour/shop");
    }

    @Test
    void theShortIdOfNothingIsNothing() {
        assertThat(Ids.shortIdOrNull(null)).isNull();
        assertThat(Ids.shortIdOrNull(ids.task("t1"))).isEqualTo("t1");
        assertThat(Ids.shortId("t1")).isEqualTo("t1");
        assertThat(Ids.isShortIdOf("t1", null)).isFalse();
    }

    /** What is all of a text follows no slash: then it is no ARN. */
    @Property
    void a_short_id_is_that_of_an_arn_if_a_slash_and_the_id_end_it(
            @ForAll @Chars({'a', '/'}) @StringLength(max = 6) String arn,
            @ForAll @Chars('a') @StringLength(min = 1, max = 4) String id) {
        assertThat(Ids.isShortIdOf(id, arn)).isEqualTo(arn.endsWith("/" + id));
    }
}
