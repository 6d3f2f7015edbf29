package io.stowage.core.placement;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class PlacementPageTest {

    @Test
    void theQuestionsAndTheStrategiesAreAsDocumented() throws IOException {
        PlacementTables.PART.check(PlacementTables.render());
    }
}
