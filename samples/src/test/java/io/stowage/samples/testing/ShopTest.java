package io.stowage.samples.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.testkit.embedding.VirtualEngine;
import io.stowage.testkit.embedding.VirtualHost;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The example of docs/testing-your-embedding.md: hours of a shop's life, in milliseconds. */
class ShopTest {

    // DOCS: from here
    private final VirtualEngine virtual = VirtualEngine.create();
    private final Shop shop = new Shop(virtual.engine());

    @BeforeEach
    void open() {
        shop.open(List.of("one", "two"), "shop-1", 3);
    }

    @AfterEach
    void close() {
        virtual.close();
    }

    @Test
    void aReleaseThatDoesNotStartCostsNothing() {
        virtual.image("shop-2").exitsAtOnce(1);
        shop.release("shop-2");
        virtual.pass(Duration.ofHours(1));
        assertThat(shop.serving()).isEqualTo(3);

        shop.release("shop-3");
        assertThat(shop.settle()).isTrue();
    }

    @Test
    void aHostThatDiesIsMadeUpFor() {
        VirtualHost two = virtual.host("shop", "two");
        two.die();
        virtual.pass(Duration.ofMinutes(1));
        shop.giveUpLostHosts();
        assertThat(shop.settle()).isTrue();
        assertThat(virtual.host("shop", "one").running()).containsExactly("shop-1", "shop-1", "shop-1");
    }

    @Test
    void aServerThatFallsIllIsReplaced() {
        virtual.host("shop", "one").makeUnhealthy("shop-1");
        virtual.pass(Duration.ofMinutes(2));
        assertThat(shop.settle()).isTrue();
        assertThat(shop.serving()).isEqualTo(3);
    }
    // DOCS: to here

    @Test
    void anApplicationThatIsKilledFindsItsServersAgain() {
        virtual.crashEngine();
        virtual.restartEngine();
        Shop again = new Shop(virtual.engine());
        assertThat(again.settle()).isTrue();
        assertThat(again.serving()).isEqualTo(3);
    }
}
