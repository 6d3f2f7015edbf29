package io.stowage.runtime.docker.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each field of a definition, and what the daemon is sent for it. */
class EachFieldTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One field.
     *
     * @param task pieces of the task definition
     * @param container pieces of the container definition
     * @param at where in what is sent
     * @param sent what is there
     */
    record Row(String task, String container, String at, String sent) {
        @Override
        public String toString() {
            return task + container + " → " + at;
        }
    }

    private static Row of(String container, String at, String sent) {
        return new Row("", quoted(container), at, quoted(sent));
    }

    private static Row task(String task, String container, String at, String sent) {
        return new Row(quoted(task), quoted(container), at, quoted(sent));
    }

    private static String quoted(String text) {
        return text.replace('\'', '"');
    }

    static Stream<Row> process() {
        return Stream.of(
                of("", "/Image", "'nginx:1.27'"),
                of("'entryPoint':['/e','a b'],", "/Entrypoint", "['/e','a b']"),
                of("'command':['x','',''],", "/Cmd", "['x','','']"),
                of("'command':[],", "/Cmd", ""),
                of("", "/Entrypoint", ""),
                of("'environment':[{'name':'A','value':'1=2'}],", "/Env", "['A=1=2','STOWAGE_TASK_ARN=arn:task/1']"),
                of("'user':'1000:1000',", "/User", "'1000:1000'"),
                of("", "/User", ""),
                of("'workingDirectory':'/srv',", "/WorkingDir", "'/srv'"),
                of("'hostname':'h1',", "/Hostname", "'h1'"),
                of("'interactive':true,", "/OpenStdin", "true"),
                of("'pseudoTerminal':true,", "/Tty", "true"),
                of("", "/Tty", "false"),
                of("'stopTimeout':7,", "/StopTimeout", ""),
                of("'dockerLabels':{'a':'b'},", "/Labels/a", "'b'"),
                of("'dockerLabels':{'io.stowage.task':'x'},", "/Labels/io.stowage.task", "'t1'"),
                of("'dockerLabels':{'io.stowage.docker.x':'x'},", "/Labels/io.stowage.docker.x", ""),
                of("'dockerLabels':{'com.amazonaws.ecs.cluster':'x'},", "/Labels/com.amazonaws.ecs.cluster", "'prod'"),
                of("", "/Labels/com.amazonaws.ecs.task-arn", "'arn:task/1'"),
                of("", "/Labels/com.amazonaws.ecs.container-name", "'web'"),
                of("", "/Labels/com.amazonaws.ecs.task-definition-family", "'shop'"),
                of("", "/Labels/com.amazonaws.ecs.task-definition-version", "'7'"),
                of("", "/Labels/io.stowage.docker.bindings", "''"),
                of("", "/Labels/io.stowage.docker.holder-of", "''"),
                of("", "/Labels/io.stowage.spec-hash", "'abc'"));
    }

    static Stream<Row> health() {
        String check =
                "'healthCheck':{'command':['CMD-SHELL','curl -f x'],'interval':10,'timeout':3,'retries':4,'startPeriod':20},";
        return Stream.of(
                of("", "/Healthcheck", "{'Test':['NONE']}"),
                of("'healthCheck':{'command':['NONE']},", "/Healthcheck", "{'Test':['NONE']}"),
                of(check, "/Healthcheck/Test", "['CMD-SHELL','curl -f x']"),
                of(check, "/Healthcheck/Interval", "10000000000"),
                of(check, "/Healthcheck/Timeout", "3000000000"),
                of(check, "/Healthcheck/Retries", "4"),
                of(check, "/Healthcheck/StartPeriod", "20000000000"),
                of("'healthCheck':{'command':['CMD','x']},", "/Healthcheck/Interval", "30000000000"),
                of("'healthCheck':{'command':['CMD','x']},", "/Healthcheck/StartPeriod", "1000000"));
    }

    static Stream<Row> network() {
        return Stream.of(
                of("", "/HostConfig/NetworkMode", "'bridge'"),
                task("'networkMode':'host',", "", "/HostConfig/NetworkMode", "'host'"),
                task("'networkMode':'none',", "", "/HostConfig/NetworkMode", "'none'"),
                task("'networkMode':'awsvpc',", "", "/HostConfig/NetworkMode", "'container:stowage.holder.prod.t1'"),
                of("'disableNetworking':true,", "/HostConfig/NetworkMode", "'none'"),
                of("'dnsServers':['1.1.1.1'],", "/HostConfig/Dns", "['1.1.1.1']"),
                of("'dnsSearchDomains':['a.b'],", "/HostConfig/DnsSearch", "['a.b']"),
                of("'extraHosts':[{'hostname':'a','ipAddress':'::1'}],", "/HostConfig/ExtraHosts", "['a:::1']"),
                task("'networkMode':'awsvpc',", "'dnsServers':['1.1.1.1'],", "/HostConfig/Dns", ""),
                of(
                        "'links':['db','db:store'],",
                        "/HostConfig/Links",
                        "['stowage-prod-t1-db:db','stowage-prod-t1-db:store']"),
                of(
                        "'portMappings':[{'containerPort':80,'hostPort':8080}],",
                        "/HostConfig/PortBindings",
                        "{'80/tcp':[{'HostIp':'','HostPort':'8080'}]}"),
                of(
                        "'portMappings':[{'containerPort':53,'hostPort':53,'protocol':'udp'}],",
                        "/HostConfig/PortBindings",
                        "{'53/udp':[{'HostIp':'','HostPort':'53'}]}"),
                of("'portMappings':[{'containerPort':80,'hostPort':8080}],", "/ExposedPorts", "{'80/tcp':{}}"),
                of(
                        "'portMappings':[{'containerPort':80,'hostPort':8080}],",
                        "/Labels/io.stowage.docker.bindings",
                        "'0.0.0.0:8080:80/tcp'"),
                task(
                        "'networkMode':'host',",
                        "'portMappings':[{'containerPort':80}],",
                        "/HostConfig/PortBindings",
                        "{}"),
                task(
                        "'networkMode':'host',",
                        "'portMappings':[{'containerPort':80}],",
                        "/Labels/io.stowage.docker.bindings",
                        "'0.0.0.0:80:80/tcp'"));
    }

    static Stream<Row> limits() {
        String swap = "'memory':128,'linuxParameters':{'maxSwap':64,'swappiness':10},";
        return Stream.of(
                of("", "/HostConfig/CpuShares", "2"),
                of("'cpu':0,", "/HostConfig/CpuShares", "2"),
                of("'cpu':1,", "/HostConfig/CpuShares", "2"),
                of("'cpu':256,", "/HostConfig/CpuShares", "256"),
                of("'cpu':999999,", "/HostConfig/CpuShares", "262144"),
                of("'memory':128,", "/HostConfig/Memory", "134217728"),
                of("'memory':128,", "/HostConfig/MemorySwap", ""),
                of("'memoryReservation':64,", "/HostConfig/MemoryReservation", "67108864"),
                of("", "/HostConfig/Memory", ""),
                task("'memory':'512',", "", "/HostConfig/Memory", "536870912"),
                task("'memory':'512',", "'memory':1024,", "/HostConfig/Memory", "536870912"),
                task("'memory':'512',", "'memory':128,", "/HostConfig/Memory", "134217728"),
                task("'cpu':'512',", "", "/HostConfig/NanoCpus", "500000000"),
                task("'cpu':'8192',", "", "/HostConfig/NanoCpus", ""),
                of(swap, "/HostConfig/MemorySwap", "201326592"),
                of(swap, "/HostConfig/MemorySwappiness", "10"),
                of("'memory':128,'linuxParameters':{'maxSwap':0},", "/HostConfig/MemorySwap", "134217728"),
                of("'linuxParameters':{'sharedMemorySize':128},", "/HostConfig/ShmSize", "134217728"),
                of(
                        "'ulimits':[{'name':'nofile','softLimit':10,'hardLimit':-1}],",
                        "/HostConfig/Ulimits",
                        "[{'Name':'nofile','Soft':10,'Hard':-1}]"));
    }

    static Stream<Row> storage() {
        String host = "'volumes':[{'name':'v','host':{'sourcePath':'/data'}}],";
        String mount = "'mountPoints':[{'sourceVolume':'v','containerPath':'/x'}],";
        String readOnly = "'mountPoints':[{'sourceVolume':'v','containerPath':'/x','readOnly':true}],";
        return Stream.of(
                task(host, mount, "/HostConfig/Binds", "['/data:/x:rw']"),
                task(host, readOnly, "/HostConfig/Binds", "['/data:/x:ro']"),
                task("'volumes':[{'name':'v'}],", mount, "/HostConfig/Binds", "['stowage.volume.prod.t1.v:/x:rw']"),
                task(
                        "'volumes':[{'name':'v','dockerVolumeConfiguration':{'scope':'shared'}}],",
                        mount,
                        "/HostConfig/Binds",
                        "['v:/x:rw']"),
                of(
                        "'volumesFrom':[{'sourceContainer':'db','readOnly':true}],",
                        "/HostConfig/VolumesFrom",
                        "['stowage-prod-t1-db:ro']"),
                of(
                        "'linuxParameters':{'tmpfs':[{'containerPath':'/t','size':8,'mountOptions':['noexec','mode=700']}]},",
                        "/HostConfig/Tmpfs",
                        "{'/t':'size=8m,noexec,mode=700'}"),
                of("'readonlyRootFilesystem':true,", "/HostConfig/ReadonlyRootfs", "true"));
    }

    static Stream<Row> powers() {
        return Stream.of(
                of("'privileged':true,", "/HostConfig/Privileged", "true"),
                of("", "/HostConfig/Privileged", "false"),
                of(
                        "'dockerSecurityOptions':['no-new-privileges'],",
                        "/HostConfig/SecurityOpt",
                        "['no-new-privileges']"),
                of(
                        "'linuxParameters':{'capabilities':{'add':['NET_ADMIN'],'drop':['ALL']}},",
                        "/HostConfig/CapAdd",
                        "['NET_ADMIN']"),
                of("'linuxParameters':{'capabilities':{'drop':['CAP_CHOWN']}},", "/HostConfig/CapDrop", "['CHOWN']"),
                of(
                        "'linuxParameters':{'devices':[{'hostPath':'/dev/null'}]},",
                        "/HostConfig/Devices",
                        "[{'CgroupPermissions':'rwm','PathInContainer':'/dev/null','PathOnHost':'/dev/null'}]"),
                of(
                        "'linuxParameters':{'devices':[{'hostPath':'/dev/null','containerPath':'/dev/n','permissions':['mknod','read']}]},",
                        "/HostConfig/Devices",
                        "[{'CgroupPermissions':'rm','PathInContainer':'/dev/n','PathOnHost':'/dev/null'}]"),
                of("'linuxParameters':{'initProcessEnabled':true},", "/HostConfig/Init", "true"),
                of(
                        "'systemControls':[{'namespace':'net.core.somaxconn','value':'9'}],",
                        "/HostConfig/Sysctls",
                        "{'net.core.somaxconn':'9'}"),
                task("'pidMode':'host',", "", "/HostConfig/PidMode", "'host'"),
                task("'pidMode':'task',", "", "/HostConfig/PidMode", "'container:stowage.holder.prod.t1'"),
                task("'ipcMode':'host',", "", "/HostConfig/IpcMode", "'host'"),
                task("'ipcMode':'none',", "", "/HostConfig/IpcMode", "'none'"),
                task("'ipcMode':'task',", "", "/HostConfig/IpcMode", "'container:stowage.holder.prod.t1'"),
                of(
                        "'resourceRequirements':[{'type':'GPU','value':'2'}],",
                        "/HostConfig/DeviceRequests",
                        "[{'Driver':'nvidia','Count':2,'Capabilities':[['gpu']]}]"),
                of(
                        "'resourceRequirements':[{'type':'GPU','value':'ALL'}],",
                        "/HostConfig/DeviceRequests/0/Count",
                        "-1"),
                of(
                        "'restartPolicy':{'enabled':true},",
                        "/HostConfig/RestartPolicy",
                        "{'MaximumRetryCount':0,'Name':''}"));
    }

    static Stream<Row> logs() {
        return Stream.of(
                of("", "/HostConfig/LogConfig", ""),
                log("json-file", "'options':{'max-size':'1m'},", "{'Type':'json-file','Config':{'max-size':'1m'}}"),
                log("syslog", "", "{'Type':'syslog','Config':{}}"),
                log("fluentd", "", "{'Type':'fluentd','Config':{}}"),
                log("gelf", "", "{'Type':'gelf','Config':{}}"),
                log("journald", "", "{'Type':'journald','Config':{}}"),
                log("splunk", "", "{'Type':'splunk','Config':{}}"),
                log(
                        "awslogs",
                        "'options':{'awslogs-group':'g','awslogs-stream-prefix':'p'},",
                        "{'Type':'awslogs','Config':{'awslogs-group':'g','awslogs-stream':'p/web/t1'}}"));
    }

    private static Row log(String driver, String options, String sent) {
        return of("'logConfiguration':{" + options + "'logDriver':'" + driver + "'},", "/HostConfig/LogConfig", sent);
    }

    @ParameterizedTest
    @MethodSource({"process", "health", "network", "limits", "storage", "powers", "logs"})
    void aFieldIsSentAsDockerHasIt(Row row) throws Exception {
        CreatePlan plan = Definitions.plan(Definitions.task(row.task(), row.container()));
        JsonNode sent = said(Definitions.json(plan.container())).at(row.at());
        if (row.sent().isEmpty()) {
            assertThat(sent.isMissingNode() || sent.isNull())
                    .as(sent.toString())
                    .isTrue();
        } else {
            assertThat(sent).isEqualTo(JSON.readTree(row.sent()));
        }
    }

    /** Without what is null, which to a daemon is nothing, and with numbers as they are read. */
    private static JsonNode said(JsonNode sent) throws Exception {
        JsonNode read = JSON.readTree(sent.toString());
        dropNulls(read);
        return read;
    }

    private static void dropNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().removeIf(field -> field.getValue().isNull());
        }
        node.forEach(EachFieldTest::dropNulls);
    }
}
