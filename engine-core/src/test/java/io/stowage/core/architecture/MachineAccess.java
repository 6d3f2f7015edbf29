package io.stowage.core.architecture;

import static java.util.Map.entry;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Every call, constructor and method reference that asks the machine for time, a thread or chance. */
final class MachineAccess extends DescribedPredicate<JavaAccess<?>> {

    private static final List<String> FORBIDDEN_TYPES = List.of(
            "java.util.Timer",
            "java.util.TimerTask",
            "java.util.concurrent.Executors",
            "java.util.concurrent.ThreadLocalRandom",
            "java.util.concurrent.locks.LockSupport",
            "java.security.SecureRandom");

    private static final Map<String, List<String>> FORBIDDEN_METHODS = Map.ofEntries(
            entry("java.lang.System", List.of("currentTimeMillis", "nanoTime")),
            entry("java.lang.Math", List.of("random")),
            entry("java.lang.StrictMath", List.of("random")),
            entry("java.lang.Object", List.of("wait")),
            entry(
                    "java.lang.Thread",
                    List.of("sleep", "start", "startVirtualThread", "ofVirtual", "ofPlatform", "join", "onSpinWait")),
            entry("java.time.Clock", List.of("systemUTC", "systemDefaultZone", "system", "tickMillis", "tickSeconds")),
            entry("java.time.InstantSource", List.of("system")),
            entry("java.util.UUID", List.of("randomUUID")),
            entry("java.util.concurrent.TimeUnit", List.of("sleep", "timedWait", "timedJoin")),
            entry("java.util.concurrent.ForkJoinPool", List.of("commonPool")),
            entry("java.util.random.RandomGenerator", List.of("getDefault", "of")));

    MachineAccess() {
        super("the target asks the machine for time, a thread or chance");
    }

    @Override
    public boolean test(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        String method = access.getTarget().getName();
        return FORBIDDEN_TYPES.contains(owner.getName())
                || isForbiddenMethod(owner, method)
                || isNowOfATime(owner, method)
                || isParallel(owner, method)
                || needsTheMachine(owner, access.getTarget());
    }

    private static boolean isForbiddenMethod(JavaClass owner, String method) {
        return FORBIDDEN_METHODS.entrySet().stream()
                .anyMatch(entry ->
                        owner.isAssignableTo(entry.getKey()) && entry.getValue().contains(method));
    }

    private static boolean isNowOfATime(JavaClass owner, String method) {
        return method.equals("now") && owner.getPackageName().startsWith("java.time");
    }

    private static boolean isParallel(JavaClass owner, String method) {
        return method.equals("parallelStream")
                || (method.equals("parallel") && owner.getPackageName().equals("java.util.stream"));
    }

    private static boolean needsTheMachine(JavaClass owner, AccessTarget member) {
        return member instanceof CodeUnitAccessTarget target
                && (constructsThread(owner, target)
                        || completesOnACommonThread(owner, target)
                        || seedsItself(owner, target));
    }

    private static boolean constructsThread(JavaClass owner, AccessTarget target) {
        return target.getName().equals(JavaConstructor.CONSTRUCTOR_NAME)
                && (owner.isAssignableTo(Thread.class) || owner.isAssignableTo("java.util.concurrent.ExecutorService"));
    }

    private static boolean completesOnACommonThread(JavaClass owner, CodeUnitAccessTarget target) {
        if (!owner.isAssignableTo(CompletionStage.class)) {
            return false;
        }
        String method = target.getName();
        boolean timed = method.equals("orTimeout") || method.equals("completeOnTimeout");
        boolean named = target.getRawParameterTypes().stream().anyMatch(type -> type.isAssignableTo(Executor.class));
        return timed || method.equals("delayedExecutor") || (method.endsWith("Async") && !named);
    }

    private static boolean seedsItself(JavaClass owner, CodeUnitAccessTarget target) {
        boolean generator = owner.isAssignableTo("java.util.random.RandomGenerator")
                && target.getName().equals(JavaConstructor.CONSTRUCTOR_NAME)
                && target.getRawParameterTypes().isEmpty();
        boolean shuffle = owner.isEquivalentTo(java.util.Collections.class)
                && target.getName().equals("shuffle")
                && target.getRawParameterTypes().size() == 1;
        return generator || shuffle;
    }
}
