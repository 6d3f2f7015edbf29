package io.stowage.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.model.EnvironmentFile;
import io.stowage.model.EnvironmentFileType;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.EnvironmentFileSource;
import io.stowage.spi.EnvironmentFileSource.EnvironmentFileNotAvailableException;
import io.stowage.spi.RuntimeTarget;
import io.stowage.spi.WorkloadPolicy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PluginsTest {

    private record Named(String name) implements ContainerRuntimeProvider {
        @Override
        public ContainerRuntime connect(RuntimeTarget target) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class OtherNamed implements ContainerRuntimeProvider {
        @Override
        public String name() {
            return "a";
        }

        @Override
        public ContainerRuntime connect(RuntimeTarget target) {
            throw new UnsupportedOperationException();
        }
    }

    private static Map<String, ContainerRuntimeProvider> byName(
            List<ContainerRuntimeProvider> handed, List<ContainerRuntimeProvider> found) {
        return Plugins.byName("runtime", handed, found, ContainerRuntimeProvider::name);
    }

    @Test
    void whatIsHandedOverWins() {
        ContainerRuntimeProvider handed = new Named("a");
        Map<String, ContainerRuntimeProvider> byName =
                byName(List.of(handed), List.of(new OtherNamed(), new Named("b")));

        assertThat(byName).containsOnlyKeys("a", "b").containsEntry("a", handed);
    }

    @Test
    void twoOfOneNameAreAnErrorThatNamesBoth() {
        assertThatThrownBy(() -> byName(List.of(), List.of(new Named("a"), new OtherNamed())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'a'")
                .hasMessageContaining(Named.class.getName())
                .hasMessageContaining(OtherNamed.class.getName());
        assertThatThrownBy(() -> byName(List.of(new Named("a"), new OtherNamed()), List.of()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theSameInstanceTwiceIsNone() {
        ContainerRuntimeProvider provider = new OtherNamed();
        assertThat(byName(List.of(provider, provider), List.of())).hasSize(1);
    }

    @Test
    void aPluginWithoutANameIsAnErrorThatNamesItsClass() {
        assertThatThrownBy(() -> byName(List.of(new Named(" ")), List.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(Named.class.getName());
    }

    @Test
    void aStoreThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> Plugins.openStore("paper", Map.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("store plugin 'paper' was not found");
    }

    @Test
    void aPluginThatCanNotSayWhatItHonoursIsOneOfWhichNothingIsKnown() {
        ContainerRuntimeProvider broken = new ContainerRuntimeProvider() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public Set<String> honouredFields() {
                throw new IllegalStateException("no idea");
            }

            @Override
            public ContainerRuntime connect(RuntimeTarget target) {
                throw new IllegalStateException("no idea either");
            }
        };

        assertThat(Plugins.honouredFields(broken)).isEmpty();
        assertThat(Plugins.honouredFields(new Named("a"))).isEmpty();
    }

    @Test
    void anAuthorizerThatThrowsDenies() {
        GuardedAuthorizer throwing = new GuardedAuthorizer((principal, action, resource) -> {
            throw new IllegalStateException("no directory");
        });
        assertThat(throwing.denies("me", "CreateCluster", "x")).get().asString().contains("no directory");
        GuardedAuthorizer silent = new GuardedAuthorizer((principal, action, resource) -> null);
        assertThat(silent.denies("me", "CreateCluster", "x")).isPresent();
    }

    @Test
    void aPolicyThatThrowsRefuses() {
        WorkloadPolicy throwing = new GuardedPolicy(definition -> {
            throw new AssertionError("oops");
        });
        assertThat(throwing.refuses((io.stowage.model.TaskDefinition) null))
                .get()
                .asString()
                .contains("oops");
    }

    private static final EnvironmentFile FILE = new EnvironmentFile("web.env", EnvironmentFileType.S3);

    @Test
    void whatASourceOfEnvironmentFilesThrowsIsNotPassedOn() {
        GuardedEnvironmentFiles throwing = new GuardedEnvironmentFiles((file, context) -> {
            throw new IllegalStateException("the value is hunter2");
        });
        assertThatThrownBy(() -> throwing.read(FILE, null))
                .isInstanceOf(EnvironmentFileNotAvailableException.class)
                .hasMessageContaining("web.env")
                .hasMessageNotContaining("hunter2")
                .hasNoCause();
        assertThatThrownBy(() -> GuardedEnvironmentFiles.none().read(FILE, null))
                .isInstanceOf(EnvironmentFileNotAvailableException.class)
                .hasMessageContaining("EngineBuilder.environmentFiles");
        assertThatThrownBy(() -> new GuardedEnvironmentFiles((file, context) -> null).read(FILE, null))
                .isInstanceOf(EnvironmentFileNotAvailableException.class)
                .hasMessageContaining("answered null");
    }

    @Test
    void anEnvironmentFileHasALongestLength() throws Exception {
        char[] longest = new char[EnvironmentFileSource.LONGEST_FILE];
        assertThat(new GuardedEnvironmentFiles((file, context) -> longest).read(FILE, null))
                .isSameAs(longest);
        GuardedEnvironmentFiles longer =
                new GuardedEnvironmentFiles((file, context) -> new char[EnvironmentFileSource.LONGEST_FILE + 1]);
        assertThatThrownBy(() -> longer.read(FILE, null))
                .isInstanceOf(EnvironmentFileNotAvailableException.class)
                .hasMessageContaining("1048577 characters");
    }

    @Test
    void whatASecretResolverThrowsIsNotPassedOn() {
        GuardedSecrets throwing = new GuardedSecrets((valueFrom, context) -> {
            throw new IllegalStateException("the value is hunter2");
        });
        assertThatThrownBy(() -> throwing.resolve("db/password", null))
                .isInstanceOf(io.stowage.spi.SecretResolver.SecretNotAvailableException.class)
                .hasMessageContaining("db/password")
                .hasMessageNotContaining("hunter2")
                .hasNoCause();
        assertThatThrownBy(() -> GuardedSecrets.none().resolve("db/password", null))
                .isInstanceOf(io.stowage.spi.SecretResolver.SecretNotAvailableException.class);
    }
}
