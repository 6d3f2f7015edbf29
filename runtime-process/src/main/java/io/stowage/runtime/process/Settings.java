package io.stowage.runtime.process;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What the host application configured.
 *
 * @param roots what may be run
 * @param stateDirectory where the folders of containers, the launcher and the logs are
 * @param ports where dynamic host ports come from
 * @param logs how the files of output rotate
 * @param cgroupRoot where the control groups of the host are mounted
 * @param shell what runs the launcher
 */
record Settings(AllowedRoots roots, Path stateDirectory, PortRange ports, LogFiles logs, Path cgroupRoot, Path shell) {

    /** The first and the last port of a range. */
    record PortRange(int first, int last) {}

    /**
     * How the output of a container is kept.
     *
     * @param maxBytes the size at which a file is rotated
     * @param kept how many rotated files are kept of each stream
     * @param look how often sizes are looked at
     */
    record LogFiles(long maxBytes, int kept, Duration look) {

        /** What rotated files of one stream may come to together: a file may have grown somewhat beyond its size when it is looked at. */
        long mostBytes() {
            return 2L * kept * maxBytes;
        }
    }
}
