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
            assertThatThrownBy(() -> new Commit("p", "id", 0, null, contradiction))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("task a");
        }
    }

    @Test
    void recordsOfDifferentKindsMayShareAnId() {
        List<Write> writes = List.of(new Write.Delete("task", "a"), new Write.Delete("service", "a"));
        assertThat(new Commit("p", "id", 0, null, writes).writes()).isEqualTo(writes);
    }
}
