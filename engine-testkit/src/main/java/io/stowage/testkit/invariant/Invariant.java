package io.stowage.testkit.invariant;

/** The rules that are checked, by number. */
public enum Invariant {
    S1(
            "for every container instance and resource, the demands of the tasks that are not released add up to no more than is registered"),
    S2("no two tasks of a container instance that are not released claim the same host port and protocol"),
    S3(
            "a task is placed only on a container instance that is ACTIVE, connected, of its capacity provider if it has one, and meets every constraint"),
    S4("a task's container instance is written once"),
    S5("lastStatus never goes back, desiredStatus never leaves STOPPED, and a task that is STOPPED never changes"),
    S6("every change of lastStatus is an edge of the life of a task, and versions have no gaps"),
    S7(
            "every container belongs to exactly one task, on that task's container instance, and a container of a task runs at most once at a time"),
    S8("nothing is done to a container without a committed intent, and nothing at all to what is somebody else's"),
    S9("no container of a task runs when the task becomes STOPPED"),
    S10(
            "a task is given up, and a container restarted in place, only for what has truly happened to it, and a container instance is connected when the engine it is attached to has reached it"),
    S11("no task is created beyond the ceiling that maximumPercent sets"),
    S12("no healthy task is stopped for a deployment or a drain below the floor that minimumHealthyPercent sets"),
    S13("nothing is created beyond what is desired nor stopped below it, and one commit does not do both for scale"),
    S14(
            "a service has at most one PRIMARY deployment, and only that launches tasks, unless it has FAILED, which it does"
                    + " when too many of its own tasks have failed; only to the last one that had completed is it gone back, once"),
    S15("a task runs exactly the revision that is recorded on it, and a revision never changes"),
    S16("a service that was deleted never has a new task; one of the same name is another service"),
    S17("each commit is decided on the revision before it, and each record's version follows the one before"),
    S18(
            "epochs only rise, no two holders have one epoch, a cluster is written only under its lease, and nobody acts whose lease is over"),
    S19("a run of a container of a task is started at most once, unless somebody else removed every trace of it"),
    S20("where nothing happens, nothing is written and nothing is done"),
    S21(
            "no task is created and stopped again by the engine when nothing has happened in between, and what keeps failing is started at ever longer intervals"),
    S22(
            "a healthy task of the target revision on an ACTIVE container instance is stopped only for a reason, and that many are gone at once is not believed at once"),
    S23(
            "what is stored is whole at every revision: read afresh, it is what its commits have made it, and breaks no rule"),
    S26("the time that a cluster is decided by never goes back, whoever leads"),
    S27("what listeners hear of has been committed"),
    S28("a task is stopped neither for scale nor for a deployment while it is protected"),
    S29(
            "a container instance has no two tasks of a DAEMON service at a time, and while it drains these are the last to be stopped"),
    S30(
            "tasks are moved on request within its budget, of services that are rolled out, to other container instances, and no protected ones"),
    S31("a task is stopped because of its age only if it has reached it"),
    S32(
            "what is asked for in a transaction of the host application is carried out once if that commits, and never if it doesn't"),
    S33(
            "once a service revision has pinned the image of a container, that never changes, and all tasks of it that are created later run that image"),
    S36(
            "a machine is ended only when no task is on it, unless its cloud takes it back, or its capacity provider has no managed draining and its tasks are STOPPED"),
    S37("no more machines are launched for a capacity provider than its maximumSize, beside those that drain or end"),
    L1(
            "once the faults are over, every service has exactly its desired healthy tasks of its target revision, and nothing else runs"),
    L2("that is so within a bound, and stays so"),
    L4("once the faults are over, containers of tasks that are over are removed within a bound"),
    L5("once the faults are over, there is exactly one leader within a bound"),
    L6("draining and deleting end within a bound, though containers don't heed their stop signal"),
    L7("a service that can't work does not delay others"),
    L8("what runs is adopted within a bound when its engine is killed, and nothing is restarted"),
    L9("a service that is stuck says why"),
    L10(
            "once the faults are over, whoever watches the endpoints of a service has been told, within a bound, exactly its tasks that take traffic, on every engine"),
    L11(
            "once the faults are over, a service that is rolled out anew, or shrinks after that, has its tasks on its capacity providers as base and weight say");

    private final String wording;

    Invariant(String wording) {
        this.wording = wording;
    }

    public String wording() {
        return wording;
    }
}
