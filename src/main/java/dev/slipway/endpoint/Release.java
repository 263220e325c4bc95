package dev.slipway.endpoint;

import java.time.Instant;
import java.util.UUID;

/**
 * The fully resolved specification of an endpoint at one moment.
 *
 * @param number counts per endpoint, from 1
 */
public record Release(
    UUID id,
    UUID endpointId,
    int number,
    UUID modelVersionId,
    int environmentRevision,
    ReleaseSpec spec,
    String contentHash,
    Instant createdAt) {}
