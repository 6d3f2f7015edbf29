package io.stowage.runtime.ec2.fake;

import java.util.List;

/** The action {@code TerminateInstances}: of all that are named, or of none. */
final class TerminateInstances implements FakeAction {

    @Override
    public void answer(QueryParameters parameters, FakeRegion region, Xml xml) {
        List<String> ids = parameters.takeList("InstanceId");
        parameters.end();
        if (ids.isEmpty()) {
            throw Ec2Error.client("MissingParameter", "The request must contain the parameter InstanceId");
        }
        List<FakeInstance> found = ids.stream().map(id -> find(region, id)).toList();
        xml.open("instancesSet");
        for (FakeInstance instance : found) {
            String before = instance.state(region.time());
            instance.end(region.time(), "instance-terminated-by-user");
            xml.open("item").leaf("instanceId", instance.id);
            write("currentState", instance.state(region.time()), xml);
            write("previousState", before, xml);
            xml.close("item");
        }
        xml.close("instancesSet");
    }

    private static void write(String tag, String state, Xml xml) {
        xml.open(tag).leaf("code", FakeInstance.code(state)).leaf("name", state).close(tag);
    }

    static FakeInstance find(FakeRegion region, String id) {
        if (!id.matches("i-([0-9a-f]{8}|[0-9a-f]{17})")) {
            throw Ec2Error.client("InvalidInstanceID.Malformed", "Invalid id: \"" + id + "\"");
        }
        FakeInstance instance = region.instances.get(id);
        if (instance == null || !instance.isVisible(region.time())) {
            throw Ec2Error.client("InvalidInstanceID.NotFound", "The instance ID '" + id + "' does not exist");
        }
        return instance;
    }
}
