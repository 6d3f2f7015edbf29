package io.stowage.testkit.invariant;

/** The rules that are checked, by number. */
public enum Invariant {
    S1(
            "for every container instance and resource, the demands of the tasks that are not released add up to no more than is registered"),
    S2("no two tasks of a container instance that are not released claim the same host port and protocol"),
    S3("a task is placed only on a container instance that is ACTIVE, connected, and meets every constraint"),
    S4("a task's container instance is written once"),
    S5("lastStatus never goes back, desiredStatus never leaves STOPPED, and a task that is STOPPED never changes"),
    S6("every change of lastStatus is an edge of the life of a task, and versions have no gaps"),
    S7(
            "every container belongs to exactly one task, on that task's container instance, and a container of a task runs at most once at a time"),
    S9("no container of a task runs when the task becomes STOPPED"),
    S13("nothing is created beyond what is desired nor stopped below it, and one commit does not do both for scale"),
    S15("a task runs exactly the revision that is recorded on it, and a revision never changes"),
    S20("where nothing happens, nothing is written and nothing is done"),
    S21(
            "no task is created and stopped again by the engine when nothing has happened in between, and what keeps failing is started at ever longer intervals"),
    S22(
            "a healthy task of the target revision on an ACTIVE container instance is stopped only for a reason, and that many are gone at once is not believed at once"),
    L1(
            "once the faults are over, every service has exactly its desired healthy tasks of its target revision, and nothing else runs"),
    L2("that is so within a bound, and stays so");

    private final String wording;

    Invariant(String wording) {
        this.wording = wording;
    }

    public String wording() {
        return wording;
    }
}
