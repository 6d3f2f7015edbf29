package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.HandWorld;
import io.stowage.core.loop.SetAside.Kind;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How long a part that has failed is left alone, and what is told of it meanwhile. */
class SetAsidePausesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final LoopHealth health = new LoopHealth(new HandWorld(), "cluster/harbour");
    private final SetAside setAside = new SetAside("cluster/harbour", health);

    private Instant failed(Kind kind, String id) {
        return setAside.failed(kind, id, new IllegalStateException("a defect"), NOW);
    }

    private String lastError() {
        return String.valueOf(health.snapshot().lastError());
    }

    @Test
    void eachPauseIsTwiceTheOneBeforeUpToAMinute() {
        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60, 60}) {
            assertThat(failed(Kind.SERVICE, "shop")).isEqualTo(NOW.plusSeconds(seconds));
        }
        assertThat(health.failedParts()).isEqualTo(9);
        assertThat(failed(Kind.SERVICE, "another")).isEqualTo(NOW.plusSeconds(1));
        setAside.succeeded(Kind.SERVICE, "shop");
        assertThat(failed(Kind.SERVICE, "shop")).as("it had succeeded").isEqualTo(NOW.plusSeconds(1));
    }

    @Test
    void aPartIsNotTriedBeforeItsTimeAndOthersAre() {
        assertThat(setAside.isEmpty()).isTrue();
        assertThat(setAside.until(Kind.SERVICE, "shop", NOW)).isNull();
        Instant again = failed(Kind.SERVICE, "shop");
        assertThat(setAside.isEmpty()).isFalse();
        assertThat(setAside.until(Kind.SERVICE, "shop", again.minusNanos(1))).isEqualTo(again);
        assertThat(setAside.until(Kind.SERVICE, "shop", again)).isNull();
        assertThat(setAside.until(Kind.REPORT, "shop", NOW)).isNull();
        assertThat(setAside.until(Kind.SERVICE, "another", NOW)).isNull();
    }

    @Test
    void whatFailedIsToldUntilItSucceeds() {
        failed(Kind.SERVICE, "shop");
        failed(Kind.SERVICE, "shop");
        assertThat(lastError())
                .isEqualTo(
                        "the decision for service shop failed 2 times: java.lang.IllegalStateException: a defect; it is"
                                + " tried again from 2026-01-01T00:00:02Z on");
        failed(Kind.RETENTION, "");
        assertThat(lastError()).endsWith(" on; and 1 more of this kind");
        setAside.succeeded(Kind.PROVISIONING, "t1");
        setAside.succeeded(Kind.SERVICE, "shop");
        assertThat(lastError()).startsWith("the removal of what was kept long enough failed 1 times: ");
        setAside.succeeded(Kind.RETENTION, "");
        assertThat(health.snapshot().lastError()).isNull();
        assertThat(setAside.isEmpty()).isTrue();
    }

    @Test
    void whatIsGoneIsToldNoMore() {
        LoopRig rig = LoopRig.open();
        NotedAgent unused = rig.instance("one");
        String task = rig.run();
        rig.ask(LoopRig.service("shop", 0));
        rig.ask(turn -> {
            String instance = turn.state().instances().iterator().next().id();
            for (String id : new String[] {"gone", "shop", task, instance}) {
                for (Kind kind : Kind.values()) {
                    failed(kind, id);
                }
            }
            setAside.forgetGone(turn.state());
            assertThat(setAside.until(Kind.SERVICE, "shop", NOW)).isNotNull();
            assertThat(setAside.until(Kind.REPORT, task, NOW)).isNotNull();
            assertThat(setAside.until(Kind.PROVISIONING, task, NOW)).isNotNull();
            assertThat(setAside.until(Kind.CONNECTION, instance, NOW)).isNotNull();
            for (Kind kind : new Kind[] {Kind.SERVICE, Kind.REPORT, Kind.PROVISIONING, Kind.CONNECTION}) {
                assertThat(setAside.until(kind, "gone", NOW)).as("%s", kind).isNull();
            }
            assertThat(setAside.until(Kind.RETENTION, "gone", NOW)).isNotNull();
            assertThat(setAside.until(Kind.SERVICE, task, NOW)).isNull();
            return "done";
        });
    }
}
