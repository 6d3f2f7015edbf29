package io.stowage;

/**
 * Operations that are part of a transaction of the host application's own: what it asks for here is carried out if and only if that transaction commits.
 * So a row of an order and the task that works on it are there together, or not at all.
 *
 * <p>Each of these checks what can be checked before: whether the caller may, whether the cluster is there and the task definition may be used,
 * and what is wrong with the request by itself. What breaks a rule is refused here, as it is without a transaction, and nothing is written. What depends
 * on the cluster as it is then is found out when the operation is carried out, after the commit; {@link Engine#enlistedAnswer} tells.
 *
 * <p>After the commit the leader comes to it within some seconds, an engine that is started later when it has taken over. One that none has come to
 * within a day is refused. Operations of one transaction are carried out in the order in which they were asked for.
 *
 * <p>Each gives a request id: 32 characters that no other request has. It is worth to be kept with the host application's own rows. A request
 * that is made again is another one; where it has a client token, the engine knows it again as always.
 *
 * <p>For the thread that the transaction belongs to. Blocks as long as a question to the engine and a statement in the transaction take. The
 * package documentation says what holds for all operations.
 */
public interface EnlistedOperations {

    /** {@link Services#create}, with the transaction; the answer is a {@link io.stowage.model.Service}. */
    String createService(CreateServiceRequest request);

    /** {@link Services#update}, with the transaction; the answer is a {@link io.stowage.model.Service}. */
    String updateService(UpdateServiceRequest request);

    /** {@link Services#delete}, with the transaction; the answer is a {@link io.stowage.model.Service}. */
    String deleteService(DeleteServiceRequest request);

    /** {@link Tasks#run}, with the transaction; the answer is a {@link RunTaskResponse}. */
    String runTask(RunTaskRequest request);

    /** {@link Tasks#stop}, with the transaction; the answer is a {@link io.stowage.model.Task}. */
    String stopTask(StopTaskRequest request);
}
