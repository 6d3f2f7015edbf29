package io.stowage.runtime.docker.spec;

/**
 * Ports from {@code first} to {@code last}, both included.
 *
 * @throws IllegalArgumentException if it is no range of ports
 */
public record PortRange(int first, int last) {

    /** Where ECS's agent takes dynamic host ports from if the host doesn't say. */
    public static final PortRange DYNAMIC = new PortRange(49_153, 65_535);

    private static final int MOST = 65_535;

    public PortRange {
        if (first < 1 || last < first || last > MOST) {
            throw new IllegalArgumentException("the ports " + first + " to " + last
                    + " are no range: give a first and a last one from 1 to " + MOST);
        }
    }

    int size() {
        return last - first + 1;
    }

    boolean contains(int port) {
        return port >= first && port <= last;
    }

    /** As ECS writes it. */
    @Override
    public String toString() {
        return first + "-" + last;
    }
}
