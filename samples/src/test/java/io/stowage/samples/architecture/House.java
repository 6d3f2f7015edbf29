package io.stowage.samples.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** What must hold in every module, as rules that the real classes keep and the fixtures break. */
final class House {

    /**
     * A module and the modules that it may know. The arrows point up the list: a plugin knows the API alone, the engine
     * knows no plugin, and only the modules at the bottom know everything.
     */
    enum Module {
        ENGINE_API(
                List.of(
                        "io.stowage",
                        "io.stowage.model..",
                        "io.stowage.event..",
                        "io.stowage.error..",
                        "io.stowage.spi.."),
                200),
        ENGINE_CORE(List.of("io.stowage.core.."), 300, ENGINE_API),
        STORE_MEMORY(List.of("io.stowage.store.memory.."), 8, ENGINE_API),
        STORE_JDBC(List.of("io.stowage.store.jdbc.."), 10, ENGINE_API),
        ENGINE_TESTKIT(List.of("io.stowage.testkit.."), 50, ENGINE_API, ENGINE_CORE, STORE_MEMORY),
        RUNTIME_PROCESS(List.of("io.stowage.runtime.process.."), 40, ENGINE_API),
        RUNTIME_DOCKER(List.of("io.stowage.runtime.docker.."), 60, ENGINE_API),
        RUNTIME_EC2(List.of("io.stowage.runtime.ec2.."), 20, ENGINE_API),
        SAMPLES(
                List.of("io.stowage.samples.."),
                20,
                ENGINE_API,
                ENGINE_CORE,
                STORE_MEMORY,
                STORE_JDBC,
                RUNTIME_PROCESS,
                RUNTIME_DOCKER,
                RUNTIME_EC2);

        private final List<String> packages;
        private final int fewestClasses;
        private final List<Module> known;

        /** With fewer classes than {@code fewestClasses}, the import looked in the wrong place. */
        Module(List<String> packages, int fewestClasses, Module... known) {
            this.packages = packages;
            this.fewestClasses = fewestClasses;
            this.known = List.of(known);
        }

        int fewestClasses() {
            return fewestClasses;
        }

        DescribedPredicate<JavaClass> classes() {
            return resideInAnyPackage(packages.toArray(String[]::new)).as("are in " + name());
        }
    }

    private static final DescribedPredicate<JavaClass> STOWAGE =
            resideInAnyPackage("io.stowage..").as("are of Stowage");

    private House() {}

    static ArchRule arrowsPointUp(Module module) {
        List<DescribedPredicate<JavaClass>> known =
                module.known.stream().map(Module::classes).toList();
        return knowsOnly(module.classes(), known).as(module + " knows only " + module.known);
    }

    static ArchRule knowsOnly(DescribedPredicate<JavaClass> module, List<DescribedPredicate<JavaClass>> known) {
        DescribedPredicate<JavaClass> strangers = STOWAGE.and(not(module));
        for (DescribedPredicate<JavaClass> other : known) {
            strangers = strangers.and(not(other));
        }
        return noClasses()
                .that(module)
                .should()
                .dependOnClassesThat(strangers.as("are of a module that it must not know"));
    }

    /** A class outside the list above would escape every rule about modules. */
    static ArchRule everyClassHasAModule() {
        DescribedPredicate<JavaClass> listed = describe(
                "be of a module that is listed here",
                type -> Arrays.stream(Module.values())
                        .anyMatch(module -> module.classes().test(type)));
        return classes().should(ArchCondition.from(listed));
    }

    /** Without the mark, NullAway passes over the package in silence. */
    static ArchRule packagesAreNullMarked() {
        return classes().should(new ArchCondition<>("be in a package with @NullMarked in its package-info.java") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                    events.add(SimpleConditionEvent.violated(
                            type,
                            type.getName() + " is in " + type.getPackageName()
                                    + ", which has no package-info.java with @NullMarked"));
                }
            }
        });
    }

    /** It makes any class on the class path a way in for whoever writes the bytes. */
    static ArchRule noJavaSerialization() {
        return noClasses()
                .should()
                .dependOnClassesThat(assignableTo(ObjectInputStream.class)
                        .or(assignableTo(ObjectOutputStream.class))
                        .as("are Java's serialization"));
    }
}
