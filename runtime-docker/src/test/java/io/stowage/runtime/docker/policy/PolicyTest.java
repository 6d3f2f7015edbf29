package io.stowage.runtime.docker.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.core.TaskDefinitionJson;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskDefinitionStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is let through and what is not, and that each thing that is opened opens itself alone. */
class PolicyTest {

    /** Pieces of a definition of the container {@code web}, beside {@code db}, and the field that a refusal has to name. */
    record Case(String task, String container, String field) {
        @Override
        public String toString() {
            return task + container;
        }
    }

    private static Case of(String container, String field) {
        return new Case("", container, "containerDefinitions[web]." + field);
    }

    private static Case task(String task, String field) {
        return new Case(task, "", field);
    }

    private static TaskDefinition definition(Case given) {
        String json = ("{'family':'f'," + given.task() + "'containerDefinitions':[{'name':'web',"
                        + (given.container().contains("'image'") ? "" : "'image':'nginx:1.27',") + given.container()
                        + "'memory':64},{'name':'db','image':'postgres','memory':64}]}")
                .replace('\'', '"');
        var request = TaskDefinitionJson.readLeniently(json).request();
        return TaskDefinition.builder()
                .taskDefinitionArn("arn:task-definition/f:1")
                .family("f")
                .revision(1)
                .status(TaskDefinitionStatus.ACTIVE)
                .networkMode(request.networkMode())
                .pidMode(request.pidMode())
                .ipcMode(request.ipcMode())
                .volumes(request.volumes())
                .containerDefinitions(request.containerDefinitions())
                .build();
    }

    private static Case path(String path) {
        return task("'volumes':[{'name':'v','host':{'sourcePath':'" + path + "'}}],", "volumes[0].host.sourcePath");
    }

    private static Case volume(String docker, String field) {
        return task(
                "'volumes':[{'name':'v','dockerVolumeConfiguration':{" + docker + "}}],",
                "volumes[0].dockerVolumeConfiguration." + field);
    }

    private static Case capability(String name) {
        return of("'linuxParameters':{'capabilities':{'add':['" + name + "']}},", "linuxParameters.capabilities.add");
    }

    private static Case option(String word) {
        return of("'dockerSecurityOptions':['" + word + "'],", "dockerSecurityOptions");
    }

    private static Case sysctl(String name, String value) {
        return of("'systemControls':[{'namespace':'" + name + "','value':'" + value + "'}],", "systemControls");
    }

    private static Case device(String path) {
        return of("'linuxParameters':{'devices':[{'hostPath':'" + path + "'}]},", "linuxParameters.devices[].hostPath");
    }

    private static Case log(String driver, String name, String value) {
        return of(
                "'logConfiguration':{'logDriver':'" + driver + "','options':{'" + name + "':'" + value + "'}},",
                "logConfiguration.options." + name);
    }

    private static Case ulimit(String name, int soft, int hard) {
        return of("'ulimits':[{'name':'" + name + "','softLimit':" + soft + ",'hardLimit':" + hard + "}],", "ulimits");
    }

    private static final List<String> ADDRESSES_OF_THE_HOST = List.of(
            "localhost",
            "LOCALHOST.",
            "a.localhost",
            "127.0.0.1",
            "127.9.9.9",
            "0.0.0.0",
            "[::1]",
            "[::]",
            "[::ffff:127.0.0.1]",
            "[fe80::1]",
            "[fd00:ec2::254]",
            "[FD00:0EC2:0::0254]",
            "300.1.1.1",
            "2130706433",
            "0x7f000001",
            "0x7f.1",
            "127.1",
            "0177.0.0.1",
            "user@127.0.0.1",
            "instance-data");

    static Stream<Case> hostile() {
        List<Case> all = new ArrayList<>();
        Stream.of(
                        "/",
                        "//",
                        "/.",
                        "/..",
                        "/./",
                        "/../",
                        "/etc/..",
                        "/var/../",
                        "/proc/1/root",
                        "/proc/self/root/",
                        "/var/run/docker.sock",
                        "/run/docker.sock",
                        "//run//docker.sock",
                        "/var/run/../run/docker.sock",
                        "/run/./docker.sock",
                        "/var/run",
                        "/run",
                        "/run/",
                        "/var/run/",
                        "/var",
                        "/run/containerd/containerd.sock",
                        "/run/containerd",
                        "/etc",
                        "/etc/shadow",
                        "/root/.ssh",
                        "/home",
                        "/dev",
                        "/dev/sda",
                        "/dev/mem",
                        "/proc",
                        "/sys",
                        "/sys/fs/cgroup",
                        "/boot",
                        "/lib/modules",
                        "/usr/bin",
                        "/var/lib/docker",
                        "/var/lib/kubelet",
                        "/tmp/../etc",
                        "relative",
                        "../etc",
                        "./x",
                        "~/x",
                        "C:\\\\",
                        "\\\\\\\\host\\\\share",
                        "/run/docker.sock\\u0000",
                        "/etc\\n/shadow",
                        "/RUN/docker.sock",
                        "/run/docker.sock/",
                        "/var/lib/docker/volumes",
                        "/srv")
                .map(PolicyTest::path)
                .forEach(all::add);
        Stream.of(
                        "ALL",
                        "all",
                        "CAP_ALL",
                        "SYS_ADMIN",
                        "CAP_SYS_ADMIN",
                        "cap_sys_admin",
                        "sys_admin",
                        " SYS_ADMIN ",
                        "SYS_PTRACE",
                        "SYS_MODULE",
                        "SYS_RAWIO",
                        "SYS_BOOT",
                        "SYS_TIME",
                        "SYS_NICE",
                        "SYS_RESOURCE",
                        "SYS_PACCT",
                        "SYS_TTY_CONFIG",
                        "NET_ADMIN",
                        "NET_BROADCAST",
                        "DAC_READ_SEARCH",
                        "LINUX_IMMUTABLE",
                        "IPC_LOCK",
                        "IPC_OWNER",
                        "LEASE",
                        "MAC_ADMIN",
                        "MAC_OVERRIDE",
                        "SYSLOG",
                        "WAKE_ALARM",
                        "BLOCK_SUSPEND",
                        "AUDIT_CONTROL",
                        "AUDIT_READ",
                        "BPF",
                        "PERFMON",
                        "CHECKPOINT_RESTORE",
                        "NO_SUCH_POWER")
                .map(PolicyTest::capability)
                .forEach(all::add);
        Stream.of(
                        "seccomp=unconfined",
                        "seccomp:unconfined",
                        "SECCOMP=unconfined",
                        "seccomp=/etc/p.json",
                        "apparmor=unconfined",
                        "apparmor:unconfined",
                        "label=disable",
                        "label:disable",
                        "label=type:spc_t",
                        "no-new-privileges=false",
                        "no-new-privileges:false",
                        "systempaths=unconfined",
                        "writable-cgroups=true",
                        "credentialspec=file://x",
                        "anything")
                .map(PolicyTest::option)
                .forEach(all::add);
        all.addAll(List.of(
                of("'privileged':true,", "privileged"),
                task("'pidMode':'host',", "pidMode"),
                task("'ipcMode':'host',", "ipcMode"),
                task("'networkMode':'host',", "networkMode"),
                sysctl("kernel.core_pattern", "|/bin/sh"),
                sysctl("kernel.modprobe", "/tmp/x"),
                sysctl("kernel.msgmax", "1"),
                sysctl("vm.swappiness", "1"),
                sysctl("fs.suid_dumpable", "2"),
                sysctl("net.ipv4.ip_forward", "1"),
                sysctl("net.core.somaxconn", "1; reboot"),
                sysctl("net.core.somaxconn", ""),
                sysctl("NET.CORE.SOMAXCONN", "1"),
                device("/dev/sda"),
                device("/dev/mem"),
                device("/dev/kvm"),
                device("/dev/../dev/sda"),
                device("/dev"),
                device(""),
                volume("'driverOpts':{'type':'none','o':'bind','device':'/'}", "driverOpts"),
                volume("'driver':'local','driverOpts':{'type':'none','o':'bind','device':'/run'}", "driverOpts"),
                volume("'driver':'local','driverOpts':{'o':'bind','device':'/etc'}", "driverOpts"),
                volume("'driver':'local','driverOpts':{'type':'nfs','o':'addr=10.0.0.1','device':':/'}", "driverOpts"),
                volume("'driver':'local','driverOpts':{'type':'cifs','device':'//h/s'}", "driverOpts"),
                volume("'driver':'local','driverOpts':{'type':'ext4','device':'/dev/sda1'}", "driverOpts"),
                volume(
                        "'driver':'local','driverOpts':{'type':'overlay','device':'overlay','o':'lowerdir=/'}",
                        "driverOpts"),
                volume("'driver':'local','driverOpts':{'type':'proc','device':'proc'}", "driverOpts"),
                volume("'driver':'local','driverOpts':{'type':'tmpfs','device':'tmpfs','o':'bind'}", "driverOpts"),
                volume("'driver':'local','driverOpts':{'type':'tmpfs','device':'/etc'}", "driverOpts"),
                volume("'driver':'local','driverOpts':{'type':'tmpfs','device':'tmpfs','x':'y'}", "driverOpts"),
                volume("'driver':'rexray/ebs'", "driver"),
                volume("'driver':'vieux/sshfs'", "driver"),
                volume("'driver':'LOCAL'", "driver"),
                of("'image':' nginx',", "image"),
                of("'image':'-v/:/host',", "image"),
                of("'image':'nginx --privileged',", "image"),
                of("'image':'nginx\\n',", "image"),
                of("'image':'../nginx',", "image"),
                of("'image':'$(reboot)',", "image"),
                of("'hostname':'a b',", "hostname"),
                of("'hostname':'-x',", "hostname"),
                of("'hostname':'a\\nb',", "hostname"),
                of("'user':'0\\n',", "user"),
                of("'workingDirectory':'/a\\u0000b',", "workingDirectory"),
                of("'extraHosts':[{'hostname':'a b','ipAddress':'1.2.3.4'}],", "extraHosts"),
                of("'extraHosts':[{'hostname':'a','ipAddress':'x y'}],", "extraHosts"),
                of("'extraHosts':[{'hostname':'a\\n1.2.3.4 b','ipAddress':'1.2.3.4'}],", "extraHosts"),
                of("'links':['other'],", "links"),
                of("'links':['other:db'],", "links"),
                of("'volumesFrom':[{'sourceContainer':'other'}],", "volumesFrom"),
                of("'dockerLabels':{'io.stowage.task':'x'},", "dockerLabels"),
                of("'dockerLabels':{'IO.STOWAGE.task':'x'},", "dockerLabels"),
                of("'dockerLabels':{' io.stowage.task':'x'},", "dockerLabels"),
                of("'dockerLabels':{'com.amazonaws.ecs.task-arn':'x'},", "dockerLabels"),
                of("'dockerLabels':{'com.docker.swarm.task':'x'},", "dockerLabels"),
                log("syslog", "syslog-address", "unix:///run/docker.sock"),
                log("syslog", "syslog-address", "unixgram:///dev/log"),
                log("syslog", "syslog-tls-ca-cert", "/etc/shadow"),
                log("syslog", "syslog-tls-key", "/etc/shadow"),
                log("fluentd", "fluentd-address", "unix:///run/x"),
                log("fluentd", "fluentd-address", "169.254.169.254:80"),
                log("splunk", "splunk-capath", "/etc/shadow"),
                log("splunk", "splunk-url", "file:///etc/shadow"),
                log("gelf", "gelf-address", "udp://169.254.169.254:1"),
                log("awslogs", "awslogs-endpoint", "http://10.0.0.1"),
                of("'workingDirectory':'/proc/self/fd/7',", "workingDirectory"),
                of("'workingDirectory':'/srv/../proc/1/cwd',", "workingDirectory"),
                of("'workingDirectory':'/sys',", "workingDirectory"),
                of("'mountPoints':[{'sourceVolume':'v','containerPath':'/proc'}],", "mountPoints[].containerPath"),
                of(
                        "'mountPoints':[{'sourceVolume':'v','containerPath':'/sys/fs/cgroup'}],",
                        "mountPoints[].containerPath"),
                of("'mountPoints':[{'sourceVolume':'v','containerPath':'/dev'}],", "mountPoints[].containerPath"),
                of(
                        "'linuxParameters':{'tmpfs':[{'containerPath':'/proc/x','size':1}]},",
                        "linuxParameters.tmpfs[].containerPath"),
                of(
                        "'linuxParameters':{'tmpfs':[{'containerPath':'/t','size':1,'mountOptions':['suid']}]},",
                        "linuxParameters.tmpfs[].mountOptions"),
                of(
                        "'linuxParameters':{'tmpfs':[{'containerPath':'/t','size':1,'mountOptions':['bind']}]},",
                        "linuxParameters.tmpfs[].mountOptions"),
                of("'credentialSpecs':['credentialspec:x'],", "credentialSpecs")));
        ADDRESSES_OF_THE_HOST.forEach(address -> all.add(log("syslog", "syslog-address", "udp://" + address + ":514")));
        Stream.of(
                        "169.254.169.254/a",
                        "169.254.169.254:80/a:1",
                        "2852039166/a",
                        "0251.0376.0251.0376/a",
                        "metadata.google.internal/a")
                .map(image -> of("'image':'" + image + "',", "image"))
                .forEach(all::add);
        Stream.of("io.stowage.docker.volume-of", "com.docker.compose.project", " IO.Stowage.task")
                .map(label -> volume("'labels':{'" + label + "':'t'}", "labels"))
                .forEach(all::add);
        all.addAll(List.of(
                of("'entryPoint':['/proc/self/exe'],", "entryPoint"),
                of("'entryPoint':['/srv/../proc/self/exe'],", "entryPoint"),
                of("'workingDirectory':'/srv','entryPoint':['../proc/self/exe'],", "entryPoint"),
                of("'entryPoint':['./proc/1/exe'],", "entryPoint"),
                of("'command':['/dev/fd/3'],", "command"),
                of("'healthCheck':{'command':['CMD','/proc/self/exe']},", "healthCheck.command"),
                ulimit("rtprio", 1, 1),
                ulimit("rtprio", 0, -1),
                ulimit("nice", 10, 21),
                ulimit("nofile", 1024, 1_048_577),
                ulimit("nofile", -1, -1),
                of("'linuxParameters':{'sharedMemorySize':65},", "linuxParameters.sharedMemorySize"),
                of("'linuxParameters':{'tmpfs':[{'containerPath':'/t','size':65}]},", "linuxParameters.tmpfs[].size"),
                of(
                        "'image':'localhost:5000/a','linuxParameters':{'sharedMemorySize':100000},",
                        "linuxParameters.sharedMemorySize")));
        return all.stream();
    }

    static Stream<Case> harmless() {
        List<Case> all = new ArrayList<>();
        PowerRules.DEFAULT_CAPABILITIES.stream()
                .sorted()
                .flatMap(name -> Stream.of(name, "CAP_" + name, name.toLowerCase(java.util.Locale.ROOT)))
                .map(PolicyTest::capability)
                .forEach(all::add);
        Stream.of(
                        "no-new-privileges",
                        "no-new-privileges:true",
                        "no-new-privileges=true",
                        "apparmor:docker-default",
                        "seccomp=builtin")
                .map(PolicyTest::option)
                .forEach(all::add);
        Stream.of(
                        "registry.example.com:5000/a/b:1",
                        "nginx",
                        "nginx@sha256:abc",
                        "public.ecr.aws/x/y:latest",
                        "a_b/c-d.e:1.2")
                .map(image -> of("'image':'" + image + "',", "image"))
                .forEach(all::add);
        all.addAll(List.of(
                task("", ""),
                task("'networkMode':'bridge',", ""),
                task("'networkMode':'awsvpc',", ""),
                task("'networkMode':'none',", ""),
                task("'pidMode':'task',", ""),
                task("'ipcMode':'task',", ""),
                task("'ipcMode':'none',", ""),
                task("'volumes':[{'name':'v'}],", ""),
                task("'volumes':[{'name':'v','host':{}}],", ""),
                volume("'scope':'task'", ""),
                volume("'scope':'shared','autoprovision':true,'driver':'local'", ""),
                volume("'driverOpts':{'type':'tmpfs','device':'tmpfs','o':'size=64m,mode=0700,nosuid'}", ""),
                of("'linuxParameters':{'capabilities':{'drop':['ALL']}},", ""),
                of("'linuxParameters':{'tmpfs':[{'containerPath':'/t','size':1}],'sharedMemorySize':64},", ""),
                of("'linuxParameters':{'initProcessEnabled':true},", ""),
                of("'privileged':false,", ""),
                of("'mountPoints':[{'sourceVolume':'v','containerPath':'/dev/shm'}],", ""),
                of(
                        "'linuxParameters':{'tmpfs':[{'containerPath':'/t','size':1,'mountOptions':['noexec','mode=1777']}]},",
                        ""),
                of("'readonlyRootFilesystem':true,", ""),
                of("'user':'1000:1000','workingDirectory':'/srv/app','hostname':'web-1.local',", ""),
                of("'extraHosts':[{'hostname':'a.b','ipAddress':'10.0.0.1'},{'hostname':'c','ipAddress':'::1'}],", ""),
                of("'links':['db','db:alias'],", ""),
                of("'volumesFrom':[{'sourceContainer':'db','readOnly':true}],", ""),
                of("'dockerLabels':{'traefik.enable':'true','stowage':'x'},", ""),
                sysctl("net.core.somaxconn", "1024"),
                sysctl("net.ipv4.ip_local_port_range", "1024 65000"),
                sysctl("net.ipv4.ping_group_range", "0 0"),
                log("json-file", "max-size", "10m"),
                log("awslogs", "awslogs-group", "/ecs/x"),
                log("syslog", "syslog-address", "udp://10.0.0.1:514"),
                log("fluentd", "fluentd-address", "localhost:24224"),
                log("syslog", "syslog-address", "tcp://[2001:db8::1]:514"),
                log("syslog", "syslog-address", "tcp://logs.example.com"),
                log("splunk", "splunk-url", "https://splunk.example.com:8088/services"),
                of("'image':'localhost:5000/a',", ""),
                of("'image':'10.0.0.1:5000/a',", ""),
                of("'healthCheck':{'command':['CMD-SHELL','cat /proc/uptime']},", ""),
                of("'command':['cat','/proc/uptime'],'workingDirectory':'/proc-like',", ""),
                ulimit("nofile", 1024, 1_048_576),
                ulimit("rtprio", 0, 0),
                ulimit("nice", 0, 20),
                ulimit("memlock", -1, -1),
                of("'linuxParameters':{'sharedMemorySize':64},", ""),
                of("'linuxParameters':{'tmpfs':[{'containerPath':'/t','size':64}]},", ""),
                volume("'labels':{'team':'a'}", ""),
                of("'command':['sh','-c','rm -rf /'],'entryPoint':['/e'],", "")));
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void whatReachesTheHostOrPassesForSomethingElseIsRefusedByField(Case given) {
        assertThat(DockerWorkloadPolicy.strict().refuses(definition(given)))
                .hasValueSatisfying(why ->
                        assertThat(why).startsWith(given.field() + " \"").contains("is refused by the default policy"));
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void whatAnyContainerMayIsLetThrough(Case given) {
        assertThat(DockerWorkloadPolicy.strict().refuses(definition(given))).isEmpty();
    }

    @Test
    void thereAreEnoughOfEach() {
        assertThat(hostile()).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(120);
        assertThat(harmless()).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(60);
    }

    /** An allowance, and what it opens. */
    record Opening(String name, UnaryOperator<DockerWorkloadPolicy.Builder> allow, List<Case> opened) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Opening> openings() {
        return Stream.of(
                new Opening("privileged", b -> b.allowPrivileged(), List.of(of("'privileged':true,", "privileged"))),
                new Opening("pid", b -> b.allowHostPid(), List.of(task("'pidMode':'host',", "pidMode"))),
                new Opening("ipc", b -> b.allowHostIpc(), List.of(task("'ipcMode':'host',", "ipcMode"))),
                new Opening(
                        "network", b -> b.allowHostNetwork(), List.of(task("'networkMode':'host',", "networkMode"))),
                new Opening("capability", b -> b.allowCapabilities("CAP_NET_ADMIN"), List.of(capability("NET_ADMIN"))),
                new Opening(
                        "ALL",
                        b -> b.allowCapabilities("ALL"),
                        List.of(capability("ALL"), capability("all"), capability("CAP_ALL"))),
                new Opening(
                        "security option",
                        b -> b.allowSecurityOptions("label=disable"),
                        List.of(option("label=disable"))),
                new Opening("sysctl", b -> b.allowSysctls("vm.swappiness"), List.of(sysctl("vm.swappiness", "1"))),
                new Opening(
                        "ulimit",
                        b -> b.allowUlimits("rtprio"),
                        List.of(ulimit("rtprio", 1, 1), ulimit("rtprio", 0, -1))),
                new Opening("path", b -> b.allowHostPaths(Path.of("/srv")), List.of(path("/srv"))),
                new Opening(
                        "the engine's socket",
                        b -> b.allowHostPaths(Path.of("/run/containerd/containerd.sock")),
                        List.of(path("/run/containerd/containerd.sock"))),
                new Opening("device", b -> b.allowDevices(Path.of("/dev/kvm")), List.of(device("/dev/kvm"))),
                new Opening(
                        "volume driver",
                        b -> b.allowVolumeDrivers("rexray/ebs"),
                        List.of(volume("'driver':'rexray/ebs'", "driver"))),
                new Opening(
                        "log driver",
                        b -> b.allowLogDrivers("gelf"),
                        List.of(log("gelf", "gelf-address", "udp://169.254.169.254:1"))));
    }

    @ParameterizedTest
    @MethodSource("openings")
    void eachAllowanceOpensWhatItNamesAndNothingElse(Opening opening) {
        DockerWorkloadPolicy policy =
                opening.allow().apply(DockerWorkloadPolicy.builder()).build();

        assertThat(hostile()
                        .filter(each -> policy.refuses(definition(each)).isEmpty())
                        .map(Case::toString))
                .containsExactlyInAnyOrderElementsOf(
                        opening.opened().stream().map(Case::toString).toList());
    }

    @Test
    void aLinkThatLeadsOutOfAnAllowedPathIsRefused(@TempDir Path directory) throws IOException {
        Path allowed = Files.createDirectory(directory.resolve("allowed"));
        Files.createSymbolicLink(allowed.resolve("out"), Path.of("/etc"));
        DockerWorkloadPolicy policy =
                DockerWorkloadPolicy.builder().allowHostPaths(allowed).build();

        assertThat(policy.refuses(definition(path(allowed + "/data/x")))).isEmpty();
        assertThat(policy.refuses(definition(path(allowed + "/out/passwd")))).isPresent();
        assertThat(policy.refuses(definition(path(allowed + "/../other")))).isPresent();
    }

    @Test
    void theWholeHostIsNotTheSocketOfItsEngine() {
        DockerWorkloadPolicy policy =
                DockerWorkloadPolicy.builder().allowHostPaths(Path.of("/")).build();

        assertThat(policy.refuses(definition(path("/srv/data")))).isEmpty();
        assertThat(policy.refuses(definition(path("/run/docker.sock")))).isPresent();
        assertThat(policy.refuses(definition(path("/var/run")))).isPresent();
    }

    @Test
    void aPathThatIsAllowedIsAbsolute() {
        assertThatThrownBy(() -> DockerWorkloadPolicy.builder().allowHostPaths(Path.of("data")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("allowHostPaths \"data\" is not absolute: give a path from the root");
    }
}
