package io.stowage.core.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.stowage.core.architecture.fixture.AsksTheMachine;
import io.stowage.core.architecture.fixture.KeepsTheRules;
import io.stowage.core.architecture.fixture.NamesClasses;
import io.stowage.core.architecture.fixture.UsesHashOrder;
import io.stowage.core.architecture.fixture.decider.BusyDecider;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A rule that can't fail guards nothing: every forbidden thing is done once in a fixture, and must be seen. */
class CoreRulesTest {

    private static final String FIXTURES = CoreRulesTest.class.getPackageName() + ".fixture";

    private static final JavaClasses LAWFUL = new ClassFileImporter().importClasses(KeepsTheRules.class);

    @Test
    void seesEveryWayToAskTheMachine() {
        assertEveryMethodIsSeen(CoreRules.worldAlone(), AsksTheMachine.class);
        assertThat(violations(CoreRules.worldAlone(), LAWFUL)).isEmpty();
    }

    @Test
    void seesEveryWayToUseHashOrder() {
        assertEveryMethodIsSeen(CoreRules.hashOrderNowhere(List.of()), UsesHashOrder.class);
        assertThat(violations(CoreRules.hashOrderNowhere(List.of()), LAWFUL)).isEmpty();
    }

    @Test
    void allowsHashOrderToWhatIsNamed() {
        var classes = new ClassFileImporter().importClasses(UsesHashOrder.class, KeepsTheRules.class);
        var rule = CoreRules.hashOrderNowhere(List.of(UsesHashOrder.class.getName()));
        assertThat(violations(rule, classes)).isEmpty();
    }

    @Test
    void seesJsonThatNamesClasses() {
        assertEveryMethodIsSeen(CoreRules.jsonNamesNoClasses(), NamesClasses.class);
        var annotated = new ClassFileImporter().importClasses(NamesClasses.Annotated.class);
        assertThat(violations(CoreRules.jsonNamesNoClasses(), annotated)).isNotEmpty();
        assertThat(violations(CoreRules.jsonNamesNoClasses(), LAWFUL)).isEmpty();
    }

    @Test
    void seesEveryWayOfADeciderToBeBusy() {
        assertEveryMethodIsSeen(CoreRules.decidersHoldNothing(FIXTURES + ".decider"), BusyDecider.class);
        assertThat(violations(CoreRules.decidersHoldNothing(FIXTURES), LAWFUL)).isEmpty();
    }

    @Test
    void seesCycles() {
        String root = FIXTURES + ".cycle";
        var classes = new ClassFileImporter().importPackages(root);
        assertThat(violations(CoreRules.packagesWithoutCycles(root), classes)).hasSize(1);
    }

    private static void assertEveryMethodIsSeen(ArchRule rule, Class<?> fixture) {
        var violations = violations(rule, new ClassFileImporter().importClasses(fixture));
        assertThat(methodsOf(fixture))
                .isNotEmpty()
                .allSatisfy(method -> assertThat(violations)
                        .anyMatch(violation -> violation.contains(fixture.getSimpleName() + "." + method + "(")));
    }

    private static List<String> violations(ArchRule rule, JavaClasses classes) {
        return rule.evaluate(classes).getFailureReport().getDetails();
    }

    private static List<String> methodsOf(Class<?> fixture) {
        return Arrays.stream(fixture.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .map(Method::getName)
                .toList();
    }
}
