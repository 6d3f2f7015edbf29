package io.stowage.core.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rules of {@link CoreRules}, kept by the engine. */
class ArchitectureTest {

    /** Fewer classes than this were never there: the import looked in the wrong place. Raise it as the engine grows. */
    private static final int FEWEST_CLASSES = 20;

    private static final int FEWEST_DECIDERS = 5;

    private static final String[] DECIDERS = {
        "io.stowage.core.placement..",
        "io.stowage.core.service..",
        "io.stowage.core.deployment..",
        "io.stowage.core.task..",
        "io.stowage.core.attachment..",
        "io.stowage.core.query..",
        "io.stowage.core.scaling..",
        "io.stowage.core.capacity.."
    };

    /** Classes where a hash order can't reach a decision, each with the reason why. */
    private static final Map<String, String> HASH_ORDER_ALLOWED = Map.of();

    private static final JavaClasses ENGINE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.stowage.core");

    @Test
    void theImportSawTheEngine() {
        assertThat(ENGINE).hasSizeGreaterThanOrEqualTo(FEWEST_CLASSES);
        assertThat(ENGINE.stream().filter(type -> type.getPackageName().matches(deciderPattern())))
                .hasSizeGreaterThanOrEqualTo(FEWEST_DECIDERS);
    }

    @Test
    void onlySystemWorldAsksTheMachine() {
        CoreRules.worldAlone().check(ENGINE);
    }

    @Test
    void noCollectionIsInHashOrder() {
        assertThat(HASH_ORDER_ALLOWED).allSatisfy((type, reason) -> {
            assertThat(ENGINE.contain(type)).as("%s still exists", type).isTrue();
            assertThat(reason).isNotBlank();
        });
        CoreRules.hashOrderNowhere(List.copyOf(HASH_ORDER_ALLOWED.keySet())).check(ENGINE);
    }

    @Test
    void jsonNamesNoClasses() {
        CoreRules.jsonNamesNoClasses().check(ENGINE);
    }

    @Test
    void decidersHoldNothing() {
        CoreRules.decidersHoldNothing(DECIDERS).check(ENGINE);
    }

    @Test
    void packagesHaveNoCycles() {
        CoreRules.packagesWithoutCycles("io.stowage.core").check(ENGINE);
    }

    private static String deciderPattern() {
        return String.join("|", DECIDERS).replace(".", "\\.").replace("\\.\\.", "(\\..*)?");
    }
}
