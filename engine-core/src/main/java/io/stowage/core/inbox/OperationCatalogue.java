package io.stowage.core.inbox;

import io.stowage.CapacityProviderReservation;
import io.stowage.DescribeContainerInstancesResponse;
import io.stowage.DescribeServiceDeploymentsResponse;
import io.stowage.DescribeServiceRevisionsResponse;
import io.stowage.DescribeServicesResponse;
import io.stowage.DescribeTasksResponse;
import io.stowage.GetTaskProtectionResponse;
import io.stowage.ListAttributesResponse;
import io.stowage.ListContainerInstancesResponse;
import io.stowage.ListServiceDeploymentsResponse;
import io.stowage.ListServicesResponse;
import io.stowage.ListTasksResponse;
import io.stowage.PlacementExplanation;
import io.stowage.RebalanceServicesResponse;
import io.stowage.RunTaskResponse;
import io.stowage.StartTaskResponse;
import io.stowage.UpdateContainerInstancesStateResponse;
import io.stowage.UpdateTaskProtectionResponse;
import io.stowage.core.agent.AgentAnswer;
import io.stowage.core.json.Document;
import io.stowage.core.json.RawJson;
import io.stowage.core.json.RecordCodec;
import io.stowage.core.operation.AgentsLost;
import io.stowage.core.operation.CapacityWork;
import io.stowage.core.operation.ClaimInstances;
import io.stowage.core.operation.ClearAlarm;
import io.stowage.core.operation.ClusterIsOver;
import io.stowage.core.operation.ClusterOperation;
import io.stowage.core.operation.ClusterVersion;
import io.stowage.core.operation.ContainerInstanceId;
import io.stowage.core.operation.CreateService;
import io.stowage.core.operation.CreateServiceAgain;
import io.stowage.core.operation.DecideCapacity;
import io.stowage.core.operation.DefinitionsInUse;
import io.stowage.core.operation.DeleteAttributes;
import io.stowage.core.operation.DeleteCluster;
import io.stowage.core.operation.DeleteService;
import io.stowage.core.operation.DeploymentProgress;
import io.stowage.core.operation.DeregisterContainerInstance;
import io.stowage.core.operation.DescribeCluster;
import io.stowage.core.operation.DescribeContainerInstances;
import io.stowage.core.operation.DescribeReservations;
import io.stowage.core.operation.DescribeServiceDeployments;
import io.stowage.core.operation.DescribeServiceRevisions;
import io.stowage.core.operation.DescribeServices;
import io.stowage.core.operation.DescribeTasks;
import io.stowage.core.operation.ExplainService;
import io.stowage.core.operation.ExplainTask;
import io.stowage.core.operation.GetTaskProtection;
import io.stowage.core.operation.HasCapacityProvider;
import io.stowage.core.operation.HearAgents;
import io.stowage.core.operation.ListAlarms;
import io.stowage.core.operation.ListAttributes;
import io.stowage.core.operation.ListContainerInstances;
import io.stowage.core.operation.ListEndpoints;
import io.stowage.core.operation.ListServiceDeployments;
import io.stowage.core.operation.ListServices;
import io.stowage.core.operation.ListTasks;
import io.stowage.core.operation.NoteAlarms;
import io.stowage.core.operation.NoteLaunch;
import io.stowage.core.operation.NoteMachines;
import io.stowage.core.operation.OpenCluster;
import io.stowage.core.operation.ProviderEpoch;
import io.stowage.core.operation.PutAttributes;
import io.stowage.core.operation.PutClusterCapacityProviders;
import io.stowage.core.operation.RaiseAlarm;
import io.stowage.core.operation.RefreshCapacityProvider;
import io.stowage.core.operation.RegisterContainerInstance;
import io.stowage.core.operation.RegisterMachine;
import io.stowage.core.operation.ReplyTo;
import io.stowage.core.operation.RunTask;
import io.stowage.core.operation.RunTaskAgain;
import io.stowage.core.operation.ServiceProgress;
import io.stowage.core.operation.StartRebalancing;
import io.stowage.core.operation.StartTask;
import io.stowage.core.operation.StopRebalancing;
import io.stowage.core.operation.StopServiceDeployment;
import io.stowage.core.operation.StopTask;
import io.stowage.core.operation.UpdateCluster;
import io.stowage.core.operation.UpdateContainerInstancesState;
import io.stowage.core.operation.UpdateService;
import io.stowage.core.operation.UpdateTaskProtection;
import io.stowage.core.operation.WatchedAlarms;
import io.stowage.core.state.Reply;
import io.stowage.model.Attribute;
import io.stowage.model.Cluster;
import io.stowage.model.ContainerInstance;
import io.stowage.model.RaisedAlarm;
import io.stowage.model.Service;
import io.stowage.model.ServiceDeployment;
import io.stowage.model.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Every operation on a cluster whose answer can leave the engine, and that answer, as JSON. The list is closed: what is not in it can't be asked for through an inbox, and what
 * another version of the engine has put there under a name or with a field that this one doesn't know is refused, never guessed at.
 */
public final class OperationCatalogue {

    private static final Map<String, Entry<?, ?>> BY_NAME = new LinkedHashMap<>();

    static {
        record(CreateService.class, Service.class);
        entry(
                CreateServiceAgain.class,
                MaybeService.class,
                service -> new MaybeService(service.orElse(null)),
                MaybeService::optional);
        record(UpdateService.class, Service.class);
        record(DeleteService.class, Service.class);
        record(DescribeServices.class, DescribeServicesResponse.class);
        record(ListServices.class, ListServicesResponse.class);
        record(ListEndpoints.class, ListEndpoints.Answer.class);
        record(ServiceProgress.class, ServiceProgress.Answer.class);
        record(RunTask.class, RunTaskResponse.class);
        entry(RunTaskAgain.class, MaybeTasks.class, tasks -> new MaybeTasks(tasks.orElse(null)), MaybeTasks::optional);
        record(StartTask.class, StartTaskResponse.class);
        record(ExplainTask.class, PlacementExplanation.class);
        record(ExplainService.class, PlacementExplanation.class);
        record(StopTask.class, Task.class);
        record(UpdateTaskProtection.class, UpdateTaskProtectionResponse.class);
        record(GetTaskProtection.class, GetTaskProtectionResponse.class);
        record(DescribeTasks.class, DescribeTasksResponse.class);
        record(ListTasks.class, ListTasksResponse.class);
        record(OpenCluster.class, Cluster.class);
        entry(ClusterVersion.class, Version.class, Version::new, Version::value);
        entry(ClusterIsOver.class, Flag.class, Flag::new, Flag::value);
        record(UpdateCluster.class, Cluster.class);
        record(DeleteCluster.class, Cluster.class);
        record(PutClusterCapacityProviders.class, Cluster.class);
        entry(ProviderEpoch.class, Version.class, Version::new, Version::value);
        entry(HasCapacityProvider.class, Flag.class, Flag::new, Flag::value);
        entry(RefreshCapacityProvider.class, Flag.class, Flag::new, Flag::value);
        record(DescribeCluster.class, Cluster.class);
        record(ListServiceDeployments.class, ListServiceDeploymentsResponse.class);
        record(DescribeServiceDeployments.class, DescribeServiceDeploymentsResponse.class);
        record(DescribeServiceRevisions.class, DescribeServiceRevisionsResponse.class);
        record(DeploymentProgress.class, DeploymentProgress.Answer.class);
        record(StopServiceDeployment.class, ServiceDeployment.class);
        record(StartRebalancing.class, RebalanceServicesResponse.class);
        entry(StopRebalancing.class, Strings.class, Strings::new, Strings::values);
        record(RaiseAlarm.class, RaisedAlarm.class);
        entry(ClearAlarm.class, Count.class, Count::new, Count::value);
        entry(NoteAlarms.class, Count.class, Count::new, Count::value);
        entry(ListAlarms.class, RaisedAlarms.class, RaisedAlarms::new, RaisedAlarms::alarms);
        entry(WatchedAlarms.class, Strings.class, Strings::new, Strings::values);
        entry(NoteLaunch.class, Strings.class, Strings::new, Strings::values);
        record(NoteMachines.class, NoteMachines.Answer.class);
        record(RegisterMachine.class, ContainerInstance.class);
        record(CapacityWork.class, CapacityWork.Answer.class);
        record(DecideCapacity.class, DecideCapacity.Answer.class);
        entry(DescribeReservations.class, Reservations.class, Reservations::new, Reservations::reservations);
        record(RegisterContainerInstance.class, ContainerInstance.class);
        record(DeregisterContainerInstance.class, ContainerInstance.class);
        record(DescribeContainerInstances.class, DescribeContainerInstancesResponse.class);
        record(ListContainerInstances.class, ListContainerInstancesResponse.class);
        record(UpdateContainerInstancesState.class, UpdateContainerInstancesStateResponse.class);
        entry(ContainerInstanceId.class, Maybe.class, id -> new Maybe(id.orElse(null)), Maybe::optional);
        entry(PutAttributes.class, Attributes.class, Attributes::new, Attributes::attributes);
        entry(DeleteAttributes.class, Attributes.class, Attributes::new, Attributes::attributes);
        entry(ReplyTo.class, MaybeReply.class, reply -> new MaybeReply(reply.orElse(null)), MaybeReply::optional);
        record(ListAttributes.class, ListAttributesResponse.class);
        entry(DefinitionsInUse.class, Strings.class, Strings::new, Strings::values);
        entry(HearAgents.class, AgentAnswers.class, AgentAnswers::new, AgentAnswers::answers);
        entry(ClaimInstances.class, Count.class, Count::new, Count::value);
        entry(AgentsLost.class, Count.class, Count::new, Count::value);
    }

    private OperationCatalogue() {}

    /** An operation, and the record that stands for its answer in JSON. */
    private record Entry<T, A extends Record>(
            Class<? extends Record> operation, Class<A> answer, Function<T, A> wrap, Function<A, T> unwrap) {

        RawJson write(Object value) {
            // The one caller has looked the entry up by the operation whose answer it is.
            @SuppressWarnings("unchecked")
            T typed = (T) value;
            return RawJson.of(wrap.apply(typed));
        }

        T read(RawJson json) {
            return unwrap.apply(RecordCodec.fromJson(json.text(), answer));
        }
    }

    /** Answers that are no records by themselves. */
    public record Attributes(List<Attribute> attributes) {}

    /** The same for what agents are answered. */
    public record AgentAnswers(List<AgentAnswer> answers) {}

    /** The same for alarms. */
    public record RaisedAlarms(List<RaisedAlarm> alarms) {}

    /** The answer of {@link DescribeReservations}. */
    public record Reservations(List<CapacityProviderReservation> reservations) {}

    /** The same for a number. */
    public record Count(int value) {}

    /** The same for a yes or no. */
    public record Flag(boolean value) {}

    /** The same for a version. */
    public record Version(long value) {}

    /** The same for texts. */
    public record Strings(List<String> values) {}

    /** The same for a text that may be missing. */
    public record Maybe(@Nullable String value) {

        Optional<String> optional() {
            return Optional.ofNullable(value);
        }
    }

    /** The same for tasks. */
    public record MaybeTasks(@Nullable RunTaskResponse tasks) {

        Optional<RunTaskResponse> optional() {
            return Optional.ofNullable(tasks);
        }
    }

    /** The same for a reply. */
    public record MaybeReply(@Nullable Reply reply) {

        Optional<Reply> optional() {
            return Optional.ofNullable(reply);
        }
    }

    /** The same for a service. */
    public record MaybeService(@Nullable Service service) {

        Optional<Service> optional() {
            return Optional.ofNullable(service);
        }
    }

    private static <T extends Record> void record(Class<? extends ClusterOperation<T>> operation, Class<T> answer) {
        entry(operation, answer, Function.identity(), Function.identity());
    }

    private static <T, A extends Record> void entry(
            Class<? extends ClusterOperation<T>> operation,
            Class<A> answer,
            Function<T, A> wrap,
            Function<A, T> unwrap) {
        Class<? extends Record> type = operation.asSubclass(Record.class);
        BY_NAME.put(type.getSimpleName(), new Entry<>(type, answer, wrap, unwrap));
    }

    /** Its name in the inbox. */
    static String name(ClusterOperation<?> operation) {
        return operation.getClass().getSimpleName();
    }

    /**
     * What an operation asks for.
     *
     * @throws IllegalStateException if the operation is not in the catalogue
     */
    static RawJson parameters(ClusterOperation<?> operation) {
        entry(operation);
        return RawJson.of((Record) operation);
    }

    /**
     * The operation of this name.
     *
     * @throws IllegalArgumentException if there is none, or the parameters are not its; the message is for people
     */
    static ClusterOperation<?> read(String name, RawJson parameters) {
        Entry<?, ?> entry = BY_NAME.get(name);
        if (entry == null) {
            throw new IllegalArgumentException(
                    "this version of the engine has no operation '" + name + "'; ask an engine that has");
        }
        Object read = RecordCodec.readStored(parameters.text(), entry.operation());
        if (read instanceof Document<?>) {
            throw new IllegalArgumentException("the request for " + name
                    + " has fields that this version of the engine doesn't know; ask an engine that does: "
                    + parameters.text());
        }
        return (ClusterOperation<?>) read;
    }

    /** What it answered. */
    static <T> RawJson answer(ClusterOperation<T> operation, T answer) {
        return entry(operation).write(answer);
    }

    /**
     * The answer again.
     *
     * @throws IllegalArgumentException if this is not the JSON of an answer to it
     */
    @SuppressWarnings("unchecked")
    static <T> T readAnswer(ClusterOperation<T> operation, RawJson answer) {
        return (T) entry(operation).read(answer);
    }

    private static Entry<?, ?> entry(ClusterOperation<?> operation) {
        Entry<?, ?> entry = BY_NAME.get(name(operation));
        if (entry == null || entry.operation() != operation.getClass()) {
            throw new IllegalStateException(operation.getClass() + " is not in the catalogue of operations");
        }
        return entry;
    }

    /** Every operation in it. */
    static List<Class<? extends Record>> operations() {
        List<Class<? extends Record>> operations = new java.util.ArrayList<>();
        BY_NAME.values().forEach(entry -> operations.add(entry.operation()));
        return operations;
    }
}
