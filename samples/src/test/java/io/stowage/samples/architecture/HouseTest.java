package io.stowage.samples.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.stowage.homeless.Homeless;
import io.stowage.samples.architecture.House.Module;
import io.stowage.samples.architecture.fixture.Serializes;
import io.stowage.samples.architecture.fixture.unmarked.Unmarked;
import io.stowage.samples.architecture.fixture.upper.KnowsTheLower;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules of {@link House}, kept by all modules, and shown to be able to fail. */
class HouseTest {

    private static final JavaClasses STOWAGE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.stowage");

    @ParameterizedTest
    @EnumSource
    void theImportSawTheModule(Module module) {
        assertThat(STOWAGE.that(module.classes())).hasSizeGreaterThanOrEqualTo(module.fewestClasses());
    }

    @ParameterizedTest
    @EnumSource
    void arrowsPointUp(Module module) {
        House.arrowsPointUp(module).check(STOWAGE);
    }

    @Test
    void everyClassHasAModule() {
        House.everyClassHasAModule().check(STOWAGE);
    }

    @Test
    void packagesAreNullMarked() {
        House.packagesAreNullMarked().check(STOWAGE);
    }

    @Test
    void noJavaSerialization() {
        House.noJavaSerialization().check(STOWAGE);
    }

    @Test
    void seesAnArrowThatPointsDown() {
        var upper = resideInAnyPackage("..fixture.upper");
        var lower = resideInAnyPackage("..fixture.lower");
        assertSees(House.knowsOnly(upper, List.of()), KnowsTheLower.class);
        assertThat(violations(House.knowsOnly(upper, List.of(lower)), KnowsTheLower.class))
                .isEmpty();
    }

    @Test
    void seesAClassWithoutAModule() {
        assertSees(House.everyClassHasAModule(), Homeless.class);
    }

    @Test
    void seesAnUnmarkedPackage() {
        assertSees(House.packagesAreNullMarked(), Unmarked.class);
    }

    @Test
    void seesJavaSerialization() {
        assertSees(House.noJavaSerialization(), Serializes.class);
    }

    private static void assertSees(ArchRule rule, Class<?> fixture) {
        assertThat(violations(rule, fixture)).anyMatch(violation -> violation.contains(fixture.getName()));
    }

    private static List<String> violations(ArchRule rule, Class<?> fixture) {
        JavaClasses classes = new ClassFileImporter().importClasses(fixture);
        return rule.evaluate(classes).getFailureReport().getDetails();
    }
}
