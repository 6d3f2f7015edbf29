package io.stowage.testkit.tck;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * A run of contract tests within a test: which rules were tried, and which of them the plugin broke.
 *
 * @param tried the numbers of the rules
 * @param broken the numbers of those that failed, each with why
 */
record TckRun(List<String> tried, Map<String, String> broken) {

    private static final Pattern NUMBERED = Pattern.compile("([a-z]+)(\\d+)_.*");

    /** All of the rules. */
    static TckRun of(Class<?> tests) {
        return run(tests, object -> FilterResult.included("every rule"));
    }

    /** One rule alone. */
    static TckRun of(Class<?> tests, String rule) {
        return run(
                tests,
                test -> FilterResult.includedIf(
                        !test.isTest() || rule.equals(number(test.getSource(), test.getDisplayName()))));
    }

    private static TckRun run(Class<?> tests, PostDiscoveryFilter filter) {
        List<String> tried = new ArrayList<>();
        Map<String, String> broken = new TreeMap<>();
        launcher()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(DiscoverySelectors.selectClass(tests))
                                .filters(EngineFilter.includeEngines("junit-jupiter"), filter)
                                .build(),
                        new TestExecutionListener() {
                            @Override
                            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                                if (test.isTest()) {
                                    tried.add(number(test));
                                }
                                result.getThrowable()
                                        .ifPresent(why -> broken.put(number(test), String.valueOf(why.getMessage())));
                            }
                        });
        return new TckRun(List.copyOf(tried), broken);
    }

    /** Without what others have registered for the run that this one is a part of. */
    private static Launcher launcher() {
        return LauncherFactory.create(LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .build());
    }

    private static String number(TestIdentifier test) {
        return number(test.getSource(), test.getDisplayName());
    }

    private static String number(Optional<TestSource> source, String otherwise) {
        return source.filter(MethodSource.class::isInstance)
                .map(method -> numberOf(((MethodSource) method).getMethodName()))
                .orElse(otherwise);
    }

    static String numberOf(String method) {
        Matcher numbered = NUMBERED.matcher(method);
        if (!numbered.matches()) {
            throw new AssertionError("the test " + method + " has no number of a rule in its name");
        }
        return numbered.group(1).toUpperCase(Locale.ROOT) + "-" + Integer.parseInt(numbered.group(2));
    }

    /** The numbers of all rules of a contract, in order. */
    static TreeSet<String> rulesOf(Class<?> tck) {
        TreeSet<String> numbers = new TreeSet<>();
        for (Class<?> part = tck; part != Object.class; part = part.getSuperclass()) {
            addRules(part, numbers);
            for (Class<?> rules : part.getInterfaces()) {
                addRules(rules, numbers);
            }
        }
        return numbers;
    }

    private static void addRules(Class<?> part, TreeSet<String> numbers) {
        for (Method method : part.getDeclaredMethods()) {
            if (method.isAnnotationPresent(Test.class) && !numbers.add(numberOf(method.getName()))) {
                throw new AssertionError("two rules have the number of " + method.getName());
            }
        }
    }
}
