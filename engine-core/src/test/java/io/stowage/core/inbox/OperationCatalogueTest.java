package io.stowage.core.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.stowage.core.operation.ClusterOperation;
import io.stowage.core.operation.WhatIf;
import io.stowage.error.ConflictException;
import io.stowage.error.EcsException;
import io.stowage.error.ServerException;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OperationCatalogueTest {

    @Test
    void everyOperationIsInIt() {
        TreeSet<String> all = new TreeSet<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.stowage.core")) {
            if (type.isAssignableTo(ClusterOperation.class)
                    && !type.isAssignableTo(WhatIf.class)
                    && !type.isInterface()
                    && !type.getName().contains("Test$")) {
                all.add(type.getName());
            }
        }
        assertThat(all).hasSizeGreaterThan(20);
        assertThat(OperationCatalogue.operations()).extracting(Class::getName).containsExactlyInAnyOrderElementsOf(all);
    }

    static List<Class<? extends Record>> operations() {
        return OperationCatalogue.operations();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyOperationComesBackAsItWas(Class<? extends Record> type) {
        for (int variant = 0; variant < 3; variant++) {
            ClusterOperation<?> operation = (ClusterOperation<?>) Filler.make(type, variant);
            ClusterOperation<?> read = OperationCatalogue.read(
                    OperationCatalogue.name(operation), OperationCatalogue.parameters(operation));
            assertThat(read).isEqualTo(operation);
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyAnswerComesBackAsItWas(Class<? extends Record> type) {
        for (int variant = 0; variant < 3; variant++) {
            roundTrip((ClusterOperation<?>) Filler.make(type, variant), variant);
        }
    }

    private static <T> void roundTrip(ClusterOperation<T> operation, int variant) {
        T answer = Filler.answer(operation, variant);
        assertThat(OperationCatalogue.readAnswer(operation, OperationCatalogue.answer(operation, answer)))
                .isEqualTo(answer);
    }

    @Test
    void everyErrorComesBackUnderItsName() throws ReflectiveOperationException {
        Class<?>[] errors = EcsException.class.getPermittedSubclasses();
        assertThat(errors).hasSizeGreaterThan(20);
        for (Class<?> type : errors) {
            EcsException error = type == ConflictException.class
                    ? new ConflictException("why", List.of("arn"))
                    : (EcsException) type.getConstructor(String.class).newInstance("why");
            EcsException read = Refusals.exception(Refusals.of(error));
            assertThat(read).isExactlyInstanceOf(type).hasMessage("why");
            if (read instanceof ConflictException conflict) {
                assertThat(conflict.resourceIds()).containsExactly("arn");
            }
        }
    }

    @Test
    void anErrorOfAnotherVersionIsTold() {
        assertThat(Refusals.exception(new io.stowage.core.state.Reply.Refusal("NewException", "why", List.of())))
                .isInstanceOf(ServerException.class)
                .hasMessage("NewException: why");
    }

    @Test
    void whatIsNotInItCanNotBeAsked() {
        ClusterOperation<String> stranger = turn -> "";
        assertThatThrownBy(() -> OperationCatalogue.parameters(stranger)).isInstanceOf(IllegalStateException.class);
    }
}
