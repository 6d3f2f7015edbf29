package io.stowage.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions of H2 that lose what they have answered are not let near a file. */
class H2VersionsTest {

    @ParameterizedTest
    @ValueSource(strings = {"2.5.250 (2026-06-01)", "2.5.252 (2026-09-23)", "2.5.252"})
    void aFileIsRefusedToAVersionThatForgets(String version) {
        assertThatThrownBy(() -> H2.of(version, "jdbc:h2:file:/var/lib/shop/state"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "url:", "jdbc:h2:file:/var/lib/shop/state", version.split(" ", -1)[0], "2.4.240");
    }

    @ParameterizedTest
    @CsvSource({
        "2.5.252 (2026-09-23), jdbc:h2:mem:shop",
        "2.4.240 (2025-09-22), jdbc:h2:file:/var/lib/shop/state",
        "2.5.2521 (2027-01-01), jdbc:h2:file:/var/lib/shop/state"
    })
    void anythingElseIsTaken(String version, String url) {
        assertThat(H2.of(version, url)).isEqualTo(new H2());
    }
}
