package io.stowage.core.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.Container;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.ContainerImage;
import io.stowage.model.ContainerStatus;
import io.stowage.model.VersionConsistency;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImagePinsTest {

    private static final String ONE = digest("1");
    private static final String TWO = digest("2");

    private static String digest(String digit) {
        return "sha256:" + digit.repeat(64);
    }

    private static ContainerDefinition definition(String name, String image, @Nullable VersionConsistency consistency) {
        return ContainerDefinition.builder()
                .name(name)
                .image(image)
                .versionConsistency(consistency)
                .build();
    }

    private static Container seen(String name, String image, @Nullable String digest) {
        return Container.builder()
                .containerArn("arn:container/" + name)
                .taskArn("arn:task/1")
                .name(name)
                .image(image)
                .imageDigest(digest)
                .lastStatus(ContainerStatus.PENDING)
                .build();
    }

    private static List<ContainerImage> after(ContainerDefinition definition, @Nullable String digest) {
        return ImagePins.after(
                List.of(), List.of(definition), List.of(seen(definition.name(), definition.image(), digest)));
    }

    @ParameterizedTest
    @CsvSource({
        "web,                        web@DIGEST",
        "web:1,                      web@DIGEST",
        "shop/web:1.2-rc,            shop/web@DIGEST",
        "registry:5000/web,          registry:5000/web@DIGEST",
        "registry:5000/shop/web:1,   registry:5000/shop/web@DIGEST",
        "localhost/web:latest,       localhost/web@DIGEST",
    })
    void aPinnedImageIsNamedByRepositoryAndDigest(String image, String pinned) {
        ContainerDefinition web = definition("web", image, null);

        List<ContainerImage> pins = after(web, ONE);

        assertThat(pins).containsExactly(new ContainerImage("web", image, ONE));
        assertThat(ImagePins.image(web, pins)).isEqualTo(pinned.replace("DIGEST", ONE));
        assertThat(ImagePins.image(web, List.of())).isEqualTo(image);
    }

    @Test
    void whatIsDisabledOrNamesADigestIsNotPinned() {
        assertThat(after(definition("web", "web:1", VersionConsistency.DISABLED), ONE))
                .isEmpty();
        assertThat(after(definition("web", "web@" + ONE, null), ONE)).isEmpty();
        assertThat(after(definition("web", "web:1@" + ONE, null), ONE)).isEmpty();
        assertThat(after(definition("web", "web:1", VersionConsistency.ENABLED), ONE))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sha256:", "sha256:12", "sha512:11", "1111", "sha256:web:1", "sha256:11/../11"})
    void whatIsNoDigestIsNotPinned(String digest) {
        assertThat(after(definition("web", "web:1", null), digest)).isEmpty();
        assertThat(after(definition("web", "web:1", null), null)).isEmpty();
    }

    @Test
    void aContainerOfNoDefinitionIsNotPinned() {
        assertThat(ImagePins.after(
                        List.of(), List.of(definition("web", "web", null)), List.of(seen("proxy", "proxy", ONE))))
                .isEmpty();
    }

    @Test
    void whatIsPinnedStaysAndNothingNewIsTheSameList() {
        ContainerDefinition web = definition("web", "web:1", null);
        List<ContainerImage> pins = after(web, ONE);

        assertThat(ImagePins.after(pins, List.of(web), List.of(seen("web", "web:1", TWO))))
                .isSameAs(pins);
        assertThat(ImagePins.after(List.of(), List.of(web), List.of(seen("web", "web:1", null))))
                .isEmpty();
    }

    /** What one task reports: for each container a digest or none. */
    @Provide
    Arbitrary<List<Container>> reports() {
        Arbitrary<String> digests = Arbitraries.of(ONE, TWO, "latest").injectNull(0.3);
        return Combinators.combine(
                        Arbitraries.of("web", "proxy", "job", "stranger"), Arbitraries.of("tag", "other"), digests)
                .as(ImagePinsTest::seen)
                .list()
                .ofMaxSize(4);
    }

    @Property
    void theFirstDigestOfEachContainerThatMayBePinnedIsKept(@ForAll("sequences") List<List<Container>> reports) {
        List<ContainerDefinition> definitions = List.of(
                definition("web", "web:1", null),
                definition("proxy", "proxy@" + TWO, null),
                definition("job", "job", VersionConsistency.DISABLED));
        Map<String, String> first = new HashMap<>();
        List<ContainerImage> pins = List.of();
        for (List<Container> report : reports) {
            List<ContainerImage> before = new ArrayList<>(pins);
            for (Container container : report) {
                if (container.name().equals("web")
                        && List.of(ONE, TWO).contains(String.valueOf(container.imageDigest()))) {
                    first.putIfAbsent("web", String.valueOf(container.imageDigest()));
                }
            }
            pins = ImagePins.after(pins, definitions, report);
            assertThat(pins.subList(0, before.size())).isEqualTo(before);
        }
        Map<String, String> pinned = new HashMap<>();
        pins.forEach(pin -> pinned.put(pin.containerName(), pin.imageDigest()));
        assertThat(pinned).isEqualTo(first);
    }

    @Provide
    Arbitrary<List<List<Container>>> sequences() {
        return reports().list().ofMaxSize(6);
    }
}
