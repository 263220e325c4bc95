package dev.slipway.endpoint;

import java.util.UUID;

/**
 * A release that is resolved and not on record yet.
 *
 * @param needsLever whether its environment refuses updates that nothing could stop
 */
public record Candidate(
    UUID modelVersionId, int environmentRevision, ReleaseSpec spec, boolean needsLever) {}
