package io.stowage.spi;

import java.util.List;
import java.util.Map;

/**
 * Where deployment alarms come from, such as a monitoring system. The engine that leads a cluster asks it every ten seconds for the alarms that ACTIVE services
 * of that cluster watch; engines that share a store are given the same one.
 */
@FunctionalInterface
public interface AlarmSource {

    /**
     * Looks how alarms are. Called on a lane of its own, never by two threads at once; may block for up to ten seconds, after which its answer is not waited
     * for. What it throws is logged, and no evidence: the alarms stay as they were.
     *
     * @param cluster the name of the cluster
     * @param alarmNames at least one, each once
     * @return the state of each by name. What is missing is not known, and stays as it was; other names are ignored
     */
    Map<String, AlarmState> look(String cluster, List<String> alarmNames);
}
