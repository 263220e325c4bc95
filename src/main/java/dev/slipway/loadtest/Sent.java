package dev.slipway.loadtest;

import java.util.Map;

/**
 * The requests of a step, and their answers.
 *
 * @param requests the requests that ended: answered, or given up
 * @param seconds from the first request's beginning to the last one's end
 * @param nanos how long each answer of 2xx took, but the first of each connection
 * @param errors by HTTP status, {@code TIMEOUT} or {@code NO_CONNECTION}
 * @param held whether requests waited for the rate's ceiling
 * @param cut whether it ended before its time
 * @param clientCpu what share of this machine the process was busy with, 0 to 1
 */
record Sent(
    int requests,
    double seconds,
    long[] nanos,
    Map<String, Integer> errors,
    boolean held,
    boolean cut,
    double clientCpu) {}
