package io.stowage.core.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.agent.Attachment;
import org.junit.jupiter.api.Test;

class AttachmentDeciderTest {

    private static final Attachment LOCAL = new Attachment("one", "engine-a", 3, "here");
    private static final Attachment ANYWHERE = new Attachment("one", "engine-a", 3, null);
    private static final Claim CLAIM = new Claim("one", "engine-b", "here", "engine-a", 3);

    @Test
    void whatAnyEngineReachesIsTheLeaders() {
        assertThat(AttachmentDecider.led("one", null, "engine-b"))
                .isEqualTo(new Attachment("one", "engine-b", 1, null));
        assertThat(AttachmentDecider.led("one", ANYWHERE, "engine-b"))
                .isEqualTo(new Attachment("one", "engine-b", 4, null));
        assertThat(AttachmentDecider.led("one", ANYWHERE, "engine-a")).isNull();
    }

    @Test
    void aLocalOneStaysWhereItIsWhoeverLeads() {
        assertThat(AttachmentDecider.led("one", LOCAL, "engine-b")).isNull();
    }

    @Test
    void aLocalOneIsForTheEngineThatRegistersIt() {
        Registrar registrar = new Registrar("engine-b", "here");
        assertThat(AttachmentDecider.registered("one", null, registrar))
                .isEqualTo(new Attachment("one", "engine-b", 1, "here"));
        assertThat(AttachmentDecider.registered("one", LOCAL, registrar))
                .isEqualTo(new Attachment("one", "engine-b", 4, "here"));
        assertThat(AttachmentDecider.registered("one", LOCAL, new Registrar("engine-a", "here")))
                .isNull();
    }

    @Test
    void whatAnyEngineReachesIsLeftToTheLeaderWhoeverRegistersIt() {
        assertThat(AttachmentDecider.registered("one", null, new Registrar("engine-b", null)))
                .isNull();
        assertThat(AttachmentDecider.registered("one", ANYWHERE, new Registrar("engine-b", null)))
                .isNull();
    }

    @Test
    void anInstanceThatTurnsOutToBeLocalIsForTheEngineOfItsPlace() {
        assertThat(AttachmentDecider.registered("one", ANYWHERE, new Registrar("engine-a", "here")))
                .isEqualTo(new Attachment("one", "engine-a", 4, "here"));
    }

    @Test
    void aClaimIsGrantedAsLongAsItIsTrue() {
        assertThat(AttachmentDecider.claimed(LOCAL, CLAIM, "engine-c"))
                .isEqualTo(new Attachment("one", "engine-b", 4, "here"));
        assertThat(AttachmentDecider.claimed(LOCAL.to("engine-a"), CLAIM, "engine-c"))
                .as("attached anew since")
                .isNull();
        assertThat(AttachmentDecider.claimed(new Attachment("one", "engine-d", 3, "here"), CLAIM, "engine-c"))
                .as("of another engine")
                .isNull();
        assertThat(AttachmentDecider.claimed(new Attachment("one", "engine-a", 3, "there"), CLAIM, "engine-c"))
                .as("at another place")
                .isNull();
        assertThat(AttachmentDecider.claimed(null, CLAIM, "engine-c"))
                .as("not there any more")
                .isNull();
    }

    @Test
    void theLeaderIsNotGoneWhoeverSaysSo() {
        assertThat(AttachmentDecider.claimed(LOCAL, CLAIM, "engine-a")).isNull();
    }

    @Test
    void theLeaderMayClaimItself() {
        assertThat(AttachmentDecider.claimed(LOCAL, CLAIM, "engine-b"))
                .isEqualTo(new Attachment("one", "engine-b", 4, "here"));
    }
}
