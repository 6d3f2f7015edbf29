package io.stowage.samples.autoscale;

/**
 * What came of a run.
 *
 * @param peakTasks the most tasks that were RUNNING at once
 * @param peakInstances the most machines that there were at once
 * @param optimumInstances how many machines the plan has for the most tasks
 * @param leaked how many machines are left that nobody ends
 */
record Verdict(int peakTasks, int peakInstances, int optimumInstances, int leaked) {

    /** Whether all tasks ran, no machine is left, and there were at most 5 % more than needed, rounded up. */
    boolean passes(int tasks) {
        int most = (optimumInstances * 105 + 99) / 100;
        return peakTasks == tasks && leaked == 0 && peakInstances <= most;
    }

    String json() {
        return "{\"peakTasks\":" + peakTasks + ",\"peakInstances\":" + peakInstances + ",\"optimumInstances\":"
                + optimumInstances + ",\"leaked\":" + leaked + "}";
    }
}
