package io.stowage.core.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaConstructor;
import java.util.List;
import java.util.Map;

/** Every call, constructor and method reference that makes a collection in the order of its hashes. */
final class HashOrderedAccess extends DescribedPredicate<JavaAccess<?>> {

    private static final List<String> FORBIDDEN_CONSTRUCTORS = List.of(
            "java.util.HashMap",
            "java.util.HashSet",
            "java.util.Hashtable",
            "java.util.IdentityHashMap",
            "java.util.WeakHashMap",
            "java.util.concurrent.ConcurrentHashMap");

    private static final Map<String, List<String>> FORBIDDEN_METHODS = Map.of(
            "java.util.Set", List.of("of", "copyOf"),
            "java.util.Map", List.of("of", "copyOf", "ofEntries"),
            "java.util.concurrent.ConcurrentHashMap", List.of("newKeySet"),
            "java.util.stream.Collectors",
                    List.of("toSet", "toUnmodifiableSet", "toUnmodifiableMap", "toConcurrentMap"),
            "com.google.common.collect.Maps", List.of("newHashMap", "newConcurrentMap", "newIdentityHashMap"),
            "com.google.common.collect.Sets", List.of("newHashSet", "newConcurrentHashSet", "newIdentityHashSet"));

    /** With fewer parameters, these collectors make a HashMap; with all of them, the caller says which map. */
    private static final Map<String, Integer> PARAMETERS_WITH_A_MAP =
            Map.of("toMap", 4, "groupingBy", 3, "groupingByConcurrent", 3);

    HashOrderedAccess() {
        super("the target makes a collection in the order of its hashes");
    }

    @Override
    public boolean test(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String method = access.getTarget().getName();
        boolean constructor = method.equals(JavaConstructor.CONSTRUCTOR_NAME) && FORBIDDEN_CONSTRUCTORS.contains(owner);
        boolean factory = FORBIDDEN_METHODS.getOrDefault(owner, List.of()).contains(method);
        return constructor
                || factory
                || owner.startsWith("com.google.common.collect.Hash")
                || collectsIntoAHashMap(owner, access);
    }

    private static boolean collectsIntoAHashMap(String owner, JavaAccess<?> access) {
        Integer enough = PARAMETERS_WITH_A_MAP.get(access.getTarget().getName());
        return owner.equals("java.util.stream.Collectors")
                && enough != null
                && access.getTarget() instanceof CodeUnitAccessTarget target
                && target.getRawParameterTypes().size() < enough;
    }
}
