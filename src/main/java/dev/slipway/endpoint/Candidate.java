package dev.slipway.endpoint;

import java.util.UUID;

/** A release that is resolved and not on record yet. */
public record Candidate(UUID modelVersionId, int environmentRevision, ReleaseSpec spec) {}
