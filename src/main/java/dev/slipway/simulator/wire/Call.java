package dev.slipway.simulator.wire;

import software.amazon.awssdk.core.SdkPojo;

/**
 * One request, decoded and checked, just before its operation runs.
 *
 * @param service the service it reached
 * @param operation AWS's name of the operation, for example {@code CreateEndpoint}
 * @param caller who calls
 * @param request the request shape
 */
public record Call(Service service, String operation, Caller caller, SdkPojo request) {}
