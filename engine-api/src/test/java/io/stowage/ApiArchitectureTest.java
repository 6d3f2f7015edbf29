package io.stowage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** A host and a plugin see the JDK and Stowage's own types, and no library that could clash with theirs. */
class ApiArchitectureTest {

    /** Fewer classes than this were never there: the import looked in the wrong place. Raise it as the API grows. */
    private static final int FEWEST_CLASSES = 200;

    /** What the class files may name: the JDK, the API itself, and annotations that are absent at run time. */
    private static final ArchRule KNOWS_ONLY_ITSELF = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.annotation.processing",
                    "org.jspecify.annotations",
                    "io.soabase.recordbuilder.core",
                    "io.stowage",
                    "io.stowage.model..",
                    "io.stowage.event..",
                    "io.stowage.error..",
                    "io.stowage.spi..");

    @Test
    void knowsOnlyTheJdkAndItself() {
        JavaClasses api = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.stowage");
        assertThat(api).hasSizeGreaterThanOrEqualTo(FEWEST_CLASSES);
        KNOWS_ONLY_ITSELF.check(api);
    }

    @Test
    void seesATypeOfALibrary() {
        JavaClasses fixture = new ClassFileImporter().importClasses(SpeaksOfALibrary.class);
        assertThat(KNOWS_ONLY_ITSELF.evaluate(fixture).getFailureReport().getDetails())
                .anyMatch(violation -> violation.contains(SoftAssertions.class.getName()));
    }

    interface SpeaksOfALibrary {
        SoftAssertions answers();
    }
}
