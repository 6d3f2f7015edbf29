package io.stowage.core.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Collection;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** What must hold inside the engine, as rules that the real classes keep and the fixtures break. */
final class CoreRules {

    private CoreRules() {}

    /**
     * The simulator owns time, threads and chance. A single hidden read would make a run that can't be replayed from its
     * seed, so the world is the one place in the house that asks the machine.
     */
    static ArchRule worldAlone() {
        return noClasses()
                .that(DescribedPredicate.not(SYSTEM_WORLD))
                .should()
                .accessTargetWhere(new MachineAccess())
                .as("only SystemWorld reads a clock, starts or stops a thread, or draws chance");
    }

    /**
     * The order of a hash table differs between JVMs, and that of {@code Set.of} between runs of one JVM. Rather than
     * judge at each place whether the order can reach a decision, the engine uses collections that have one.
     */
    static ArchRule hashOrderNowhere(Collection<String> allowed) {
        return noClasses()
                .that(describe(
                        "are not allowed",
                        type -> !allowed.contains(outermost(type).getName())))
                .should()
                .accessTargetWhere(new HashOrderedAccess())
                .as("no collection without an order of its own is made; use List, LinkedHashMap, TreeMap or EnumMap");
    }

    /** A decider is a function from values to values. */
    static ArchRule decidersHoldNothing(String... packages) {
        return noClasses()
                .that()
                .resideInAnyPackage(packages)
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.stowage.core.world..", "org.slf4j..")
                        .or(name("io.stowage.spi.StateStore"))
                        .or(name("io.stowage.spi.ContainerRuntime"))
                        .or(name("io.stowage.spi.InstanceProvider"))
                        .or(assignableTo(Executor.class))
                        .or(assignableTo(Executors.class))
                        .or(assignableTo(Clock.class))
                        .or(assignableTo(InstantSource.class))
                        .as("are a store, a client, a world, a logger, an executor or a clock"))
                .as("a decider holds no store, client, world, logger, executor or clock");
    }

    /** The root package is a slice too: what it opens to the outside must not be needed inside. */
    static ArchRule packagesWithoutCycles(String root) {
        return slices().assignedFrom(new PackagesBelow(root))
                .should()
                .beFreeOfCycles()
                .as("the packages below " + root + " have no cycles");
    }

    /** Such JSON makes any class on the class path a way in for whoever writes the text. */
    static ArchRule jsonNamesNoClasses() {
        return noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("com.fasterxml.jackson.databind.jsontype..")
                        .or(name("com.fasterxml.jackson.annotation.JsonTypeInfo"))
                        .as("let JSON name a class"))
                .orShould()
                .accessTargetWhere(describe(
                        "it turns on default typing",
                        access -> access.getName().matches("(activate|enable)DefaultTyping.*")))
                .as("no JSON names the class to make; read sealed types by a field of their own");
    }

    private static final DescribedPredicate<JavaClass> SYSTEM_WORLD = describe(
            "are SystemWorld or one of its helpers",
            type -> type.getPackageName().equals("io.stowage.core.world")
                    && outermost(type).getSimpleName().startsWith("System"));

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(CoreRules::outermost).orElse(type);
    }

    private record PackagesBelow(String root) implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            String name = type.getPackageName();
            if (name.equals(root)) {
                return SliceIdentifier.of("(root)");
            }
            if (!name.startsWith(root + ".")) {
                return SliceIdentifier.ignore();
            }
            return SliceIdentifier.of(name.substring(root.length() + 1).split("\\.", -1)[0]);
        }

        @Override
        public String getDescription() {
            return "packages below " + root;
        }
    }
}
