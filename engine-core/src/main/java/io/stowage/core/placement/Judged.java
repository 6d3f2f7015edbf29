package io.stowage.core.placement;

/** The container instances of a cluster for one request, by row, with what is in the way of each, and with the tasks that were just placed. */
interface Judged {

    int rowCount();

    /** Whether there is an instance in the row. */
    boolean present(int row);

    /** All that is in the way of a task that takes these amounts, as a set of {@link Misfit#bit}; 0 if it fits. */
    int misfits(int row, Demand demand);

    /** Orders like the instance's id. */
    int label(int row);

    /** The instance of a row with the tasks of the request that were placed on it. */
    InstanceView instanceAsPlanned(int row);
}
