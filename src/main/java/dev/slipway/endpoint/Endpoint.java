package dev.slipway.endpoint;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One model in one environment.
 *
 * @param name the stable name that callers use, {@code <environment>-<model>}
 * @param physicalName the SageMaker endpoint's name
 * @param currentReleaseId the release that serves; null before the first and after retirement
 * @param currentConfig the endpoint configuration that was proven to run it; null when nothing
 *     serves
 * @param version for optimistic locking and the ETag
 */
public record Endpoint(
    UUID id,
    String name,
    String physicalName,
    UUID modelId,
    String model,
    UUID environmentId,
    String environment,
    Settings overrides,
    @Nullable UUID currentReleaseId,
    @Nullable String currentConfig,
    boolean retired,
    long version,
    Instant createdAt) {}
