package io.stowage.core.service;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ServicePagesTest {

    @Test
    void rolloutsAreAsDocumented() throws IOException {
        RolloutPictures.PART.check(RolloutPictures.render());
    }

    @Test
    void drainingIsAsDocumented() throws IOException {
        DrainingTable.PART.check(DrainingTable.render());
    }
}
