package io.stowage.core.agent.spec;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;

final class ContainerNamesPropertiesTest {

    @Property(tries = 300)
    void aNameIsShortAndPlain(@ForAll @NotEmpty String cluster, @ForAll @NotEmpty String container) {
        assertThat(ContainerNames.of(cluster, "0123", container))
                .matches("[A-Za-z0-9_.-]{1,200}")
                .isEqualTo(ContainerNames.of(cluster, "0123", container));
    }
}
