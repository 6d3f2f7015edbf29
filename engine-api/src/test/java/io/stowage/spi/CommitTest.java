package io.stowage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommitTest {

    @Test
    void twoWritesOfOneRecordAreRefused() {
        Write put = new Write.Put(new StoredRecord("task", "a", 1, Payload.ofText("{}")));
        Write delete = new Write.Delete("task", "a");
        for (List<Write> contradiction : List.of(List.of(put, put), List.of(put, delete), List.of(delete, delete))) {
            assertThatThrownBy(() -> new Commit("p", "id", Revision.NONE, null, contradiction))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("task a");
        }
    }

    @Test
    void theRevisionThatItMakesIsOneMoreAndNamedAfterIt() {
        Commit first = new Commit("p", "one", Revision.NONE, null, List.of());
        assertThat(first.revision()).isEqualTo(new Revision(1, "one"));
        assertThat(new Commit("p", "two", first.revision(), null, List.of()).revision())
                .isEqualTo(new Revision(2, "two"));
    }

    @Test
    void recordsOfDifferentKindsMayShareAnId() {
        List<Write> writes = List.of(new Write.Delete("task", "a"), new Write.Delete("service", "a"));
        assertThat(new Commit("p", "id", Revision.NONE, null, writes).writes()).isEqualTo(writes);
    }
}
