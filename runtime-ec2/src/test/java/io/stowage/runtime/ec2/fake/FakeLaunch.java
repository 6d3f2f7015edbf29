package io.stowage.runtime.ec2.fake;

import java.util.Map;

/**
 * What a launch asks for, found to be right.
 *
 * @param clientToken null if there is none
 * @param subnet null for the zone's default one
 */
record FakeLaunch(
        String clientToken,
        String type,
        String zone,
        String subnet,
        String imageId,
        boolean spot,
        Map<String, String> tags) {}
