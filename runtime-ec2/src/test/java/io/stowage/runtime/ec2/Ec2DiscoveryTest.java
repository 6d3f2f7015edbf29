package io.stowage.runtime.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.spi.InstanceProvider;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The module as it lies on a class path. */
class Ec2DiscoveryTest {

    @Test
    void theProviderIsFoundByTheServiceLoaderAndOpensNothing() {
        List<InstanceProvider> found = ServiceLoader.load(InstanceProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        assertThat(found).extracting(InstanceProvider::name).containsExactly("ec2");
        found.forEach(InstanceProvider::close);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.netty.channel.Channel",
                "org.apache.http.client.HttpClient",
                "software.amazon.awssdk.http.apache.ApacheHttpClient",
                "software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient"
            })
    void noOtherHttpClientComesWithIt(String type) {
        assertThatThrownBy(() -> Class.forName(type)).isInstanceOf(ClassNotFoundException.class);
    }
}
